package io.rtpengine.sidecar.service;

import io.rtpengine.v1.NgRole;
import java.util.Map;

/** Knows where engines are to report what happens to a call. Thread-safe. */
@FunctionalInterface
public interface Destinations {

  /** Leaves it to the engines' own settings. */
  Destinations NONE = Map::of;

  /**
   * Returns what commands that open calls are sent with unless they have it: by the role of the
   * field that it is the value of.
   */
  Map<NgRole, String> now();
}
