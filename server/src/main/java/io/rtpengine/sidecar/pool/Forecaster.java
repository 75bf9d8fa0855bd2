package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.pool.Forecast.Ground;
import io.rtpengine.sidecar.pool.Forecast.Stop;
import io.rtpengine.sidecar.pool.Selection.Rank;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says where a request would go. Each of the dispatches, {@link NodeDispatch}, {@link CallOpening}
 * and {@link CallCommand}, has its counterpart here, which chooses by the same rules, and sends,
 * reserves and binds nothing. Confined to one request.
 */
final class Forecaster {

  private final Core core;
  private final Topology topology;
  private final Route route;
  private final String command;

  Forecaster(Core core, Topology topology, Route route, String command) {
    this.core = core;
    this.topology = topology;
    this.route = route;
    this.command = command;
  }

  /** Returns the way of a request that concerns no call. */
  Forecast ofNode() {
    Target named = Target.named(route, topology);
    if (named != null) {
      return at(named, ground(null), List.of());
    }
    NodeSet set = topology.set(route.setId());
    if (set == null) {
      return new Forecast.Nowhere(topology.problem(route.setId()));
    }
    List<Stop> stops = anyOf(set).stream().map(member -> stop(member.node(), Ground.ANY)).toList();
    return way(set, stops, List.of());
  }

  /** Returns the nodes that chance decides between. */
  private List<NodeSet.Member> anyOf(NodeSet set) {
    Comparator<NodeSet.Member> order =
        Comparator.comparing((NodeSet.Member member) -> Rankings.forWhatExists(member, command))
            .thenComparing(NodeSet.Member::priority);
    List<NodeSet.Member> usable =
        set.members().stream()
            .filter(member -> Rankings.forWhatExists(member, command) != Rank.NEVER)
            .toList();
    List<NodeSet.Member> best =
        usable.stream()
            .filter(member -> usable.stream().noneMatch(other -> order.compare(other, member) < 0))
            .toList();
    List<NodeSet.Member> weighty = best.stream().filter(member -> member.weight() > 0).toList();
    return weighty.isEmpty() ? best : weighty;
  }

  /** Returns the way of a request that opens a call where there is none. */
  Forecast ofOpening(String callId) {
    Node known = core.table().find(callId);
    Target own = Target.own(route, topology, known);
    if (own != null && !Target.mayLeave(route, own)) {
      return at(own, ground(known), List.of());
    }
    Node before = own == null ? null : known != null ? known : Target.nodeOfHandle(route, topology);
    int setId = Target.setToPlaceIn(route, before);
    NodeSet set = topology.set(setId);
    if (set == null) {
      return new Forecast.Nowhere(topology.problem(setId));
    }
    Node first = Target.preferred(route, topology, own);
    Candidates candidates = new Candidates(core, () -> set, callId, command, first);
    List<Stop> stops = new ArrayList<>();
    for (Node next = candidates.next(); next != null; next = candidates.next()) {
      candidates.hasBeenSilent(next);
      stops.add(stop(next, next == first ? ground(known) : Ground.CALL_ID));
    }
    List<String> asked = own == null && route.inDialog() ? asked(callId, null) : List.of();
    return asked.isEmpty() ? way(set, stops, asked) : new Forecast.Way(set.id(), stops, asked);
  }

  /** Returns the way of a command on a call that exists. */
  Forecast ofCommand(String callId) {
    Node known = route.node().isPresent() ? null : core.table().find(callId);
    if (known != null && route.allowsSet(known.id().setId())) {
      return at(Target.of(known), Ground.KNOWN, List.of());
    }
    Target named = Target.named(route, topology);
    if (named != null) {
      return at(named, ground(null), List.of());
    }
    Target guessed = Target.guessed(route, topology, core.selection(), callId, command);
    return guessed.node() == null
        ? new Forecast.Nowhere(guessed.problem())
        : at(guessed, Ground.CALL_ID, asked(callId, guessed.node()));
  }

  private Ground ground(@Nullable Node known) {
    if (route.node().isPresent()) {
      return Ground.NAMED;
    }
    return known != null && route.allowsSet(known.id().setId()) ? Ground.KNOWN : Ground.HANDLE;
  }

  private List<String> asked(String callId, @Nullable Node except) {
    return new Search(core, topology, route.setId(), callId, except, result -> {}).asked();
  }

  private static Forecast at(Target target, Ground why, List<String> asked) {
    Node node = target.node();
    return node == null
        ? new Forecast.Nowhere(target.problem())
        : new Forecast.Way(node.id().setId(), List.of(stop(node, why)), asked);
  }

  private static Forecast way(NodeSet set, List<Stop> stops, List<String> asked) {
    return stops.isEmpty()
        ? new Forecast.Nowhere(new PoolOutcome.NoNode(set.id()))
        : new Forecast.Way(set.id(), stops, asked);
  }

  private static Stop stop(Node node, Ground why) {
    return new Stop(node.view(false), why);
  }
}
