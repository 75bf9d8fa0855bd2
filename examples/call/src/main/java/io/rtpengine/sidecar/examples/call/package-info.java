/** One real call through a running sidecar. */
@NullMarked
package io.rtpengine.sidecar.examples.call;

import org.jspecify.annotations.NullMarked;
