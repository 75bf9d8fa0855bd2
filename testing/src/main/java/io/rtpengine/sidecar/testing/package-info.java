/** A real rtpengine, a scriptable fake one, and RTP, RTCP and DTMF, for tests. */
@NullMarked
package io.rtpengine.sidecar.testing;

import org.jspecify.annotations.NullMarked;
