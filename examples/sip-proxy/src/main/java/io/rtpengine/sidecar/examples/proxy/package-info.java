/**
 * A small SIP proxy that leaves the media to the sidecar. It reads no SDP, and knows no command of
 * rtpengine: each message that passes is handed to {@code Manage}, and what comes back goes on.
 *
 * <p>To read: {@link io.rtpengine.sidecar.examples.proxy.Media} is all that a SIP server has to do
 * for its media; {@code Router} and {@code Invitation} show when. What it lacks of a proxy for the
 * world (RFC 3261): timers and retransmissions of its own, TCP and TLS, DNS, registration and
 * authentication.
 */
@NullMarked
package io.rtpengine.sidecar.examples.proxy;

import org.jspecify.annotations.NullMarked;
