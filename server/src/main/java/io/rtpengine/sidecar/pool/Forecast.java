package io.rtpengine.sidecar.pool;

import java.util.List;

/** Where a request would go if it were sent now. */
public sealed interface Forecast {

  /**
   * It would go to nodes.
   *
   * @param setId the set of the nodes
   * @param stops the nodes that would be tried, in this order; if the first is there for {@link
   *     Ground#ANY}, one of them. Those after the first only for a request that opens a call, as
   *     though each of those before had been silent
   * @param asked the names of the nodes that would be asked for the call: before all else, if the
   *     request opens a call that exists as far as the caller knows, and there may be no stops
   *     then; else if the first node does not have it, or does not answer
   */
  record Way(int setId, List<Stop> stops, List<String> asked) implements Forecast {

    /** Takes copies. */
    public Way {
      stops = List.copyOf(stops);
      asked = List.copyOf(asked);
    }
  }

  /** It would go nowhere, with this outcome. */
  record Nowhere(PoolOutcome why) implements Forecast {}

  /** A node that would be tried, as it is now, and why. */
  record Stop(NodeView node, Ground why) {}

  /** Why a node would be tried. */
  enum Ground {
    /** The route names it. */
    NAMED,
    /** The call is known to be there. */
    KNOWN,
    /** The route's handle names it. */
    HANDLE,
    /** The call-id selects it. */
    CALL_ID,
    /** Any would do. */
    ANY
  }
}
