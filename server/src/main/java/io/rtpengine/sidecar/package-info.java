/** The sidecar: wiring, and the way in. */
@NullMarked
package io.rtpengine.sidecar;

import org.jspecify.annotations.NullMarked;
