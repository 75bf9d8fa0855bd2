package io.rtpengine.sidecar.simulation;

/** What goes wrong, or is changed while calls are up. */
enum Fault {
  LOSS("datagrams lost"),
  DELAY("datagrams delayed"),
  REORDERING("datagrams overtaken by later ones"),
  DUPLICATION("datagrams duplicated"),
  LATE_ANSWERS("answers given late"),
  FORGERY("answers forged from another address"),
  SOCKET_FAULT("datagrams the host could not send"),
  SESSION_LIMIT("calls refused at the session limit"),
  PORT_EXHAUSTION("calls refused for want of ports"),
  MISSING_COMMAND("commands the engine does not have"),
  HANG("engines hung"),
  RESTART("engines restarted, their calls forgotten"),
  SIDECAR_RESTART("sidecar restarted, everything forgotten"),
  DRAIN("nodes drained"),
  DISABLE("nodes disabled"),
  REWEIGHT("nodes weighted anew"),
  REMOVAL("nodes removed, and added again"),
  MOVE("engines moved to another address"),
  CANCELLATION("requests cancelled by the caller");

  private final String label;

  Fault(String label) {
    this.label = label;
  }

  /** Returns what is counted. */
  String label() {
    return label;
  }
}
