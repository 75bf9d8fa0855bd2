package io.rtpengine.sidecar.simulation;

/** What holds at every moment, whatever happens. */
enum Invariant {
  OWN_REPLY("no reply reaches another request"),
  NAMED_NODE("the node that is named is the one that answered"),
  ONE_OUTCOME("every request has one outcome, and only one"),
  DEADLINE("no request outlives its deadline"),
  REASON("every failure has a reason from the catalogue"),
  COOKIE("a cookie stands for one request to one engine"),
  AFFINITY("no command reaches an engine without its call while one that holds it is reachable"),
  FOUND("no call is unknown while the engine that holds it is reachable"),
  LIVING_CALL("no call that is up is deleted as a ghost"),
  SELECTION("no new call goes to a node that takes none"),
  NO_NEEDLESS_FAILURE("no request fails that only met with engines in good order"),
  NOTHING_THROWN("nothing is thrown on an event loop"),
  ALL_UP("after the faults, every node is up"),
  NO_GHOSTS("after the faults, no ghost of a call remains"),
  NOTHING_STALE("after the faults, no call is remembered that its node does not have");

  private final String label;

  Invariant(String label) {
    this.label = label;
  }

  /** Returns what holds. */
  String label() {
    return label;
  }
}
