package io.rtpengine.sidecar.pool;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a pool behaves. Immutable and thread-safe.
 *
 * @param hash how a call-id selects a node; default rendezvous hashing
 * @param requestTimeout how long one request may take in all, whatever is tried; default 5 s. The
 *     caller's deadline counts if it comes first.
 * @param extraFailoverErrors refusals that mean that another node may take a new call, beside those
 *     known to: found anywhere in the node's words; default none
 * @param health when a node counts as down
 * @param affinity how many calls are remembered
 */
public record PoolSettings(
    HashKind hash,
    Duration requestTimeout,
    List<Pattern> extraFailoverErrors,
    HealthSettings health,
    AffinitySettings affinity) {

  /** The defaults. */
  public static final PoolSettings DEFAULT =
      new PoolSettings(
          HashKind.RENDEZVOUS,
          Duration.ofSeconds(5),
          List.of(),
          HealthSettings.DEFAULT,
          AffinitySettings.DEFAULT);

  /** Creates settings. */
  public PoolSettings {
    extraFailoverErrors = List.copyOf(extraFailoverErrors);
    if (requestTimeout.isNegative() || requestTimeout.isZero()) {
      throw new IllegalArgumentException("requestTimeout: " + requestTimeout + " (expected: > 0)");
    }
  }

  /** Returns these settings with another {@link #hash}. */
  public PoolSettings withHash(HashKind other) {
    return new PoolSettings(other, requestTimeout, extraFailoverErrors, health, affinity);
  }

  /** Returns these settings with another {@link #health}. */
  public PoolSettings withHealth(HealthSettings other) {
    return new PoolSettings(hash, requestTimeout, extraFailoverErrors, other, affinity);
  }

  /** Returns these settings with another {@link #affinity}. */
  public PoolSettings withAffinity(AffinitySettings other) {
    return new PoolSettings(hash, requestTimeout, extraFailoverErrors, health, other);
  }
}
