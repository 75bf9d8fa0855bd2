/**
 * What the operator sees: metrics, logs of what is dropped, and the HTTP endpoint for both health
 * and metrics. It looks on, and takes no part.
 */
@NullMarked
package io.rtpengine.sidecar.observe;

import org.jspecify.annotations.NullMarked;
