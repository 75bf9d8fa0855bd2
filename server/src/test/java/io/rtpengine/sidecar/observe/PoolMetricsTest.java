package io.rtpengine.sidecar.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.PoolObserver;
import io.rtpengine.sidecar.pool.PoolObserver.Checked;
import io.rtpengine.sidecar.pool.PoolObserver.Unbound;
import io.rtpengine.sidecar.pool.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PoolMetricsTest {

  private static final NodeId NODE = new NodeId(1, "udp:a:1");
  private static final NodeId OTHER = new NodeId(1, "udp:b:1");
  private static final String LABELS = "{set=\"1\",node=\"udp:a:1\"";

  private final Metrics metrics = new Metrics();
  private final PoolObserver pool = metrics.pool();

  private void happen() {
    pool.callBound(NODE, "x");
    pool.callBound(NODE, "y");
    pool.callUnbound(NODE, "x", Unbound.ENDED);
    pool.callUnbound(NODE, "y", Unbound.LOST);
    pool.callChecked(NODE, "x", Checked.KNOWN);
    pool.callChecked(NODE, "y", Checked.UNANSWERED);
    pool.failedOver(NODE, OTHER, Verdict.SILENT);
    pool.allDown(1);
    pool.searched(1, "x", List.of("udp:b:1"), true);
    pool.ghostDeleted(NODE, "x");
    pool.ghostDropped(NODE, "y");
  }

  @Test
  void whatHappensIsCounted() {
    happen();

    assertThat(metrics.scrape().lines())
        .contains(
            "rtpengine_sidecar_calls_bound_total" + LABELS + "} 2",
            "rtpengine_sidecar_calls_unbound_total" + LABELS + ",reason=\"ended\"} 1",
            "rtpengine_sidecar_calls_unbound_total" + LABELS + ",reason=\"lost\"} 1",
            "rtpengine_sidecar_call_checks_total" + LABELS + ",result=\"known\"} 1",
            "rtpengine_sidecar_call_checks_total" + LABELS + ",result=\"unanswered\"} 1",
            "rtpengine_sidecar_failovers_total" + LABELS + ",reason=\"silent\"} 1",
            "rtpengine_sidecar_calls_while_all_down_total{set=\"1\"} 1",
            "rtpengine_sidecar_searches_total{set=\"1\",found=\"true\"} 1",
            "rtpengine_sidecar_ghosts_ended_total" + LABELS + ",how=\"deleted\"} 1",
            "rtpengine_sidecar_ghosts_ended_total" + LABELS + ",how=\"dropped\"} 1");
  }

  @Test
  void callIdsAreNoLabels() {
    happen();

    assertThat(metrics.scrape()).doesNotContain("\"x\"").doesNotContain("\"y\"");
  }

  @Test
  void everyMetricIsDocumented() throws IOException {
    String documented = Files.readString(Path.of("../docs/metrics.md"));

    assertThat(metrics.scrape().lines())
        .filteredOn(line -> line.startsWith("# TYPE "))
        .allSatisfy(line -> assertThat(documented).contains("`" + line.split(" ", -1)[2] + "`"));
  }
}
