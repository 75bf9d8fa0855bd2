package io.rtpengine.sidecar.config;

import io.rtpengine.sidecar.notify.NotificationSettings;
import io.rtpengine.sidecar.pool.PoolSettings;
import io.rtpengine.sidecar.pool.SetDefinition;
import io.rtpengine.sidecar.statistics.FinalReportLimits;
import io.rtpengine.sidecar.store.SourceSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the operator has settled. Immutable and thread-safe.
 *
 * @param grpcListen where gRPC is served
 * @param httpListen where health and metrics are served
 * @param sets the sets of nodes, as far as they are settled here
 * @param source where else nodes come from
 * @param timeout how long to wait for an answer before it counts as one try: {@code rtpengine_tout}
 * @param tries how many such waits make up the time that a node has to answer: {@code
 *     rtpengine_retr}
 * @param pool how nodes are chosen, watched and remembered
 * @param maxRequestBytes the largest gRPC request that is taken
 * @param sendCommand whether commands that the contract does not know may be sent
 * @param profilesFile where the operator's own profiles are, if there are any
 * @param finalReports what of deleted calls is kept
 * @param shutdownGrace how long calls that are under way may take to end when the sidecar stops
 * @param notifications how the notification stream is set
 */
public record Settings(
    InetSocketAddress grpcListen,
    InetSocketAddress httpListen,
    List<SetDefinition> sets,
    SourceSettings source,
    Duration timeout,
    int tries,
    PoolSettings pool,
    int maxRequestBytes,
    boolean sendCommand,
    Optional<Path> profilesFile,
    FinalReportLimits finalReports,
    Duration shutdownGrace,
    NotificationSettings notifications) {

  /** Creates settings. */
  public Settings {
    sets = List.copyOf(sets);
  }

  /** Returns how long a node has to answer, retransmissions included. */
  public Duration timeLimit() {
    return timeout.multipliedBy(tries);
  }
}
