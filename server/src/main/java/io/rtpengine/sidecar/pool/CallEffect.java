package io.rtpengine.sidecar.pool;

/** What a request does to the call that it names, which decides where it may go. */
public enum CallEffect {
  /** It concerns no call: any node will do. */
  NONE,
  /** It creates the call where it does not exist: any node may take a new one. */
  OPENS,
  /** It acts on a call that exists: only the node that holds it can carry it out. */
  ON,
  /** It ends a call that exists, all of it. */
  ENDS,
  /** It ends a part of a call that exists, which may be all of it: only the node knows. */
  ENDS_PART
}
