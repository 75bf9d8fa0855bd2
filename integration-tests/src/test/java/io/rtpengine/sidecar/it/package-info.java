/** Calls through the sidecar and real rtpengines. */
@NullMarked
package io.rtpengine.sidecar.it;

import org.jspecify.annotations.NullMarked;
