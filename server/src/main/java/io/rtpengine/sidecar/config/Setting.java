package io.rtpengine.sidecar.config;

import io.rtpengine.sidecar.store.NodeTable;
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
  /** The database that the sets of nodes are in instead. */
  DB_URL("none"),
  /** Its table. */
  DB_TABLE(NodeTable.DEFAULT_NAME),
  /** The column of the nodes' addresses. */
  SOCKET_COLUMN(NodeTable.DEFAULT_SOCKET_COLUMN),
  /** The column of the sets' numbers. */
  SET_COLUMN(NodeTable.DEFAULT_SET_COLUMN),
  /** Seconds to wait for the database. */
  DB_TIMEOUT("5"),
  /** Seconds from one reading of the database to the next; 0 for none. */
  DB_POLL_INTERVAL("0"),
  /** Where the states are kept that operators have given nodes. */
  STATE_FILE("/var/lib/rtpengine-sidecar/operator-states"),
  /** Seconds to wait for an answer before it counts as one try. */
  RTPENGINE_TOUT("1"),
  /** How many such waits a node has to answer. */
  RTPENGINE_RETR("5"),
  /** Seconds that one request may take in all; 0 for as long as one node has to answer. */
  REQUEST_TIMEOUT("0"),
  /** Seconds that a node that is down is left alone. */
  RTPENGINE_DISABLE_TOUT("10"),
  /** Seconds between probes. */
  RTPENGINE_TIMER_INTERVAL("5"),
  /** How many requests in a row a node has to leave unanswered to be suspected. */
  FAILURE_THRESHOLD("2"),
  /** Whether nodes that are not down are probed too. */
  PING_ENABLED_NODES("true"),
  /** What refusals mean that another node may take the call: expressions. */
  EXTRA_FAILOVER_ERROR("none"),
  /** How a call-id selects a node. */
  HASH("rendezvous"),
  /** How many calls are remembered. */
  AFFINITY_MAX_CALLS("1000000"),
  /** Seconds that a call is remembered without being used. */
  AFFINITY_TTL("86400"),
  /** Seconds without use after which a node is asked whether it has a call; 0 for never. */
  AFFINITY_CHECK_INTERVAL("600"),
  /** The largest gRPC request that is taken, in bytes. */
  MAX_REQUEST_BYTES("1048576"),
  /** Whether commands that the contract does not know may be sent. */
  SEND_COMMAND("false"),
  /** Where the operator's own profiles are. */
  PROFILES_FILE("none"),
  /** Seconds that the statistics of a deleted call are kept; 0 for not at all. */
  CALL_STATISTICS_TTL("300"),
  /** How many deleted calls statistics are kept of. */
  CALL_STATISTICS_MAX_CALLS("10000"),
  /** How many bytes of memory the statistics of deleted calls may take. */
  CALL_STATISTICS_MAX_BYTES("8388608"),
  /** Seconds that calls under way may take to end when the sidecar stops. */
  SHUTDOWN_GRACE("10"),
  /** Where engines send what they notify of, as JSON by UDP. */
  NOTIFICATION_SOCK("127.0.0.1:9999"),
  /** Where engines call back when a call has timed out, by XML-RPC. */
  XMLRPC_LISTEN("127.0.0.1:9998"),
  /** The TCP ports of engines that notify whoever is connected. */
  NOTIFICATION_TCP("none"),
  /** From whom notifications are taken. */
  NOTIFICATION_SENDERS("any"),
  /** Whether engines are told in each call where to notify of it. */
  NOTIFICATION_PER_CALL("true"),
  /** The IP address of this host that they are told. */
  NOTIFICATION_ADVERTISE("none"),
  /** How many events are kept for those who come back. */
  NOTIFICATION_HISTORY("20000"),
  /** How much memory they may take, in bytes. */
  NOTIFICATION_HISTORY_BYTES("8388608"),
  /** How many seconds they are kept. */
  NOTIFICATION_HISTORY_AGE("300"),
  /** How many subscribers there may be. */
  NOTIFICATION_SUBSCRIBERS("20000");

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
