package io.rtpengine.sidecar.pool;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a request is to go. Immutable and thread-safe.
 *
 * @param effect what the request does to its call
 * @param callId the call that the request concerns, if it concerns one
 * @param set the set to choose from, if the caller wants a certain one
 * @param node the name of the node to use, if the caller wants a certain one
 * @param handle the node of the call, as an earlier outcome had it, if the caller has kept it
 * @param inDialog whether the call exists already as far as the caller knows; only with {@link
 *     CallEffect#OPENS}
 * @param reanchor whether a call that exists may be taken to another node if its own can't be used;
 *     only with {@link CallEffect#OPENS}
 * @param participants the {@link Participants} of the call that the request names or brings in
 */
public record Route(
    CallEffect effect,
    Optional<String> callId,
    OptionalInt set,
    Optional<String> node,
    Optional<String> handle,
    boolean inDialog,
    boolean reanchor,
    long participants) {

  /** Returns the route of a request that concerns no call. */
  public static Route toAnyNode() {
    return of(CallEffect.NONE, Optional.empty());
  }

  /** Returns the route of a request that concerns a call, of which nothing else is known. */
  public static Route of(CallEffect effect, String callId) {
    return of(effect, Optional.of(callId));
  }

  private static Route of(CallEffect effect, Optional<String> callId) {
    return new Route(
        effect,
        callId,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Participants.UNKNOWN);
  }

  /** Returns this route in a certain set. */
  public Route inSet(int setId) {
    return new Route(
        effect, callId, OptionalInt.of(setId), node, handle, inDialog, reanchor, participants);
  }

  /** Returns this route to a certain node. */
  public Route toNode(String name) {
    return new Route(
        effect, callId, set, Optional.of(name), handle, inDialog, reanchor, participants);
  }

  /** Returns this route with a handle. */
  public Route withHandle(String kept) {
    return new Route(
        effect, callId, set, node, Optional.of(kept), inDialog, reanchor, participants);
  }

  /** Returns this route for a call that exists already as far as the caller knows. */
  public Route withinDialog() {
    return new Route(effect, callId, set, node, handle, true, reanchor, participants);
  }

  /** Returns this route, with leave to take the call elsewhere. */
  public Route reanchoring() {
    return new Route(effect, callId, set, node, handle, inDialog, true, participants);
  }

  /** Returns this route of a request that brings in no other participants than these. */
  public Route naming(long named) {
    return new Route(effect, callId, set, node, handle, inDialog, reanchor, named);
  }

  /** Returns whether the caller is content with a node of this set. */
  boolean allowsSet(int setId) {
    return set.isEmpty() || set.getAsInt() == setId;
  }

  /** Returns the set that is wanted, which is the default one unless said otherwise. */
  int setId() {
    return set.orElse(SetDefinition.DEFAULT_ID);
  }
}
