/**
 * A deterministic simulation of the sidecar among engines and callers: virtual time, a virtual
 * network, seeded randomness. The pool and the NG client are the real ones, down to the event loop;
 * only the sockets and the clock are not. The same seed gives the same run, to the last datagram.
 *
 * <p>{@link io.rtpengine.sidecar.simulation.Simulation} is where to start.
 */
@NullMarked
package io.rtpengine.sidecar.simulation;

import org.jspecify.annotations.NullMarked;
