package io.rtpengine.sidecar.pool;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A node as it is at one moment. Immutable and thread-safe.
 *
 * @param id which node
 * @param definition how it is configured, or was when it was removed
 * @param health what is observed of it
 * @param address where datagrams are sent to at the moment, if that is known
 * @param operatorState what the operator says of it
 * @param leaving whether it has been removed and is still here for the calls that it has
 * @param calls how many calls are known to be on it
 * @param inFlight how many requests to it have no outcome yet
 * @param latency how long it takes to answer, recent answers counting most; nothing if it has not
 *     answered yet
 * @param nextProbe how long until it is probed, if it is to be
 * @param lacks the commands that it has said it does not have
 * @param ghosts how many calls are to be deleted there as soon as it answers
 */
public record NodeView(
    NodeId id,
    NodeDefinition definition,
    HealthState health,
    Optional<InetSocketAddress> address,
    OperatorState operatorState,
    boolean leaving,
    int calls,
    int inFlight,
    Optional<Duration> latency,
    Optional<Duration> nextProbe,
    Set<String> lacks,
    int ghosts) {

  /** Creates a view. */
  public NodeView {
    lacks = Set.copyOf(lacks);
  }
}
