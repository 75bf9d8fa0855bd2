package io.rtpengine.sidecar.config;

import java.util.Locale;

/**
 * The settings there are. Each has one name, in a file as here in lower case, in the environment in
 * upper case.
 */
enum Setting {
  /** Where gRPC is served, as host:port. */
  GRPC_LISTEN("127.0.0.1:50051"),
  /** Where health and metrics are served, as host:port. */
  HTTP_LISTEN("127.0.0.1:8080"),
  /** The sets of nodes: one line, or several. */
  RTPENGINE_SOCK("udp:127.0.0.1:2223"),
  /** Seconds to wait for an answer before it counts as one try. */
  RTPENGINE_TOUT("1"),
  /** How many such waits a node has to answer. */
  RTPENGINE_RETR("5"),
  /** The largest gRPC request that is taken, in bytes. */
  MAX_REQUEST_BYTES("1048576"),
  /** Whether commands that the contract does not know may be sent. */
  SEND_COMMAND("false"),
  /** Seconds that calls under way may take to end when the sidecar stops. */
  SHUTDOWN_GRACE("10");

  private final String defaultValue;

  Setting(String defaultValue) {
    this.defaultValue = defaultValue;
  }

  String defaultValue() {
    return defaultValue;
  }

  /** Returns the name in a file. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
