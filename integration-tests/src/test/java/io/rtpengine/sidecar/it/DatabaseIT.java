package io.rtpengine.sidecar.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.rtpengine.v1.ListNodesRequest;
import io.rtpengine.v1.Node;
import io.rtpengine.v1.ReloadNodesRequest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes in a table of a real database server. Whether the nodes answer does not matter here. */
@ParameterizedClass
@EnumSource
final class DatabaseIT {

  private static final Map<DatabaseServer.Product, DatabaseServer> SERVERS =
      new EnumMap<>(DatabaseServer.Product.class);

  @TempDir private Path directory;
  private final DatabaseServer.Product product;
  private final DatabaseServer server;

  DatabaseIT(DatabaseServer.Product product) {
    this.product = product;
    this.server = SERVERS.computeIfAbsent(product, DatabaseIT::started);
  }

  private static DatabaseServer started(DatabaseServer.Product product) {
    DatabaseServer server = new DatabaseServer(product);
    server.start();
    return server;
  }

  @AfterAll
  static void stop() {
    SERVERS.values().forEach(DatabaseServer::stop);
  }

  @AfterEach
  void dropTable() throws SQLException {
    server.execute("DROP TABLE IF EXISTS rtpengine");
  }

  private static Rig rig(String url, String... settings) {
    Map<String, String> all = new HashMap<>(Map.of("DB_URL", url, "DB_TIMEOUT", "30"));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return Rig.before("udp:127.0.0.1:1", all);
  }

  private static List<Node> list(Rig rig) {
    return rig.nodes().listNodes(ListNodesRequest.getDefaultInstance()).getNodesList();
  }

  private static List<String> written(Rig rig) {
    return list(rig).stream()
        .map(
            node ->
                "%d == %s=%d%s"
                    .formatted(
                        node.getSetId(),
                        node.getNode(),
                        node.getWeight(),
                        node.getDisabledAtSource() ? " disabled" : ""))
        .toList();
  }

  /** Returns why a reload has failed. */
  private static String reloadFails(Rig rig) {
    StatusRuntimeException failed =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> rig.nodes().reloadNodes(ReloadNodesRequest.getDefaultInstance()));
    Refusals.assertRefused(
        Status.Code.UNAVAILABLE,
        "NODES_UNREADABLE",
        () -> {
          throw failed;
        });
    return String.valueOf(failed.getStatus().getDescription());
  }

  @Test
  void tableOfOpenSipsIsRead() throws Exception {
    server.execute(
        product.opensips(),
        "INSERT INTO rtpengine (socket, set_id) VALUES"
            + " ('udp:127.0.0.1:2 udp:127.0.0.1:3=5', 0), ('udp6:[::1]:4,http://[::1]:5', 7)");

    try (Rig rig = rig(server.url())) {
      assertThat(written(rig))
          .containsExactly(
              "0 == udp:127.0.0.1:2=1", "0 == udp:127.0.0.1:3=5", "7 == udp6:[::1]:4=1");
    }
  }

  @Test
  void tableOfKamailioIsRead() throws Exception {
    server.execute(
        product.kamailio(),
        "INSERT INTO rtpengine (setid, url, weight, disabled) VALUES"
            + " (0, 'udp:127.0.0.1:2', 5, 0), (0, 'udp:127.0.0.1:3', 1, 1),"
            + " (1, 'udp:127.0.0.1:2', 0, 0)");

    try (Rig rig = rig(server.url())) {
      assertThat(written(rig))
          .containsExactly(
              "0 == udp:127.0.0.1:2=5",
              "0 == udp:127.0.0.1:3=1 disabled",
              "1 == udp:127.0.0.1:2=0");
    }
  }

  @Test
  void wrongPasswordLeavesTheSidecarRunningWithoutNodesAndIsNotTold() {
    try (Rig rig = rig(server.url("wrong-and-secret"))) {
      assertThat(list(rig)).isEmpty();
      assertThat(reloadFails(rig))
          .containsIgnoringCase("sip")
          .containsAnyOf("password authentication failed", "Access denied")
          .doesNotContain("wrong-and-secret");
    }
  }

  @Test
  void tableThatIsMissingIsNamedAndNotMadeInADatabaseOfSomebodyElse() throws Exception {
    try (Rig rig = rig(server.url())) {
      assertThat(list(rig)).isEmpty();
      assertThat(reloadFails(rig)).contains("rtpengine").containsAnyOf("exist", "not found");

      server.execute(
          product.opensips(), "INSERT INTO rtpengine (socket, set_id) VALUES ('udp:[::1]:2', 0)");
      rig.nodes().reloadNodes(ReloadNodesRequest.getDefaultInstance());
      assertThat(written(rig)).containsExactly("0 == udp:[::1]:2=1");
    }
  }

  @Test
  void tableIsPolled() throws Exception {
    server.execute(
        product.opensips(), "INSERT INTO rtpengine (socket, set_id) VALUES ('udp:127.0.0.1:2', 0)");
    try (Rig rig = rig(server.url(), "DB_POLL_INTERVAL", "1")) {
      server.execute(
          "INSERT INTO rtpengine (socket, set_id) VALUES ('udp:127.0.0.1:3=2', 0)",
          "DELETE FROM rtpengine WHERE socket = 'udp:127.0.0.1:2'");

      Await.until(() -> written(rig).equals(List.of("0 == udp:127.0.0.1:3=2")));
    }
  }

  @Test
  void serverThatHangsKeepsNobodyWaitingAndTheNodesAsTheyAre() throws Exception {
    server.execute(
        product.opensips(), "INSERT INTO rtpengine (socket, set_id) VALUES ('udp:127.0.0.1:2', 0)");
    try (Rig rig = rig(server.url(), "DB_TIMEOUT", "5")) {
      server.pause();
      try {
        assertThat(reloadFails(rig)).isNotEmpty();
        assertThat(written(rig)).containsExactly("0 == udp:127.0.0.1:2=1");
      } finally {
        server.resume();
      }

      server.execute("UPDATE rtpengine SET socket = 'udp:127.0.0.1:2=9'");
      Await.until(
          () -> {
            try {
              rig.nodes().reloadNodes(ReloadNodesRequest.getDefaultInstance());
            } catch (StatusRuntimeException notYet) {
              return false;
            }
            return written(rig).equals(List.of("0 == udp:127.0.0.1:2=9"));
          });
    }
  }

  @Test
  void serverThatIsGoneLeavesTheNodesAsTheyAreEvenAcrossARestart() throws Exception {
    String[] keeping = {"STATE_FILE", directory.resolve("states").toString()};
    try (DatabaseServer another = new DatabaseServer(product)) {
      another.start();
      another.execute(
          product.opensips(),
          "INSERT INTO rtpengine (socket, set_id) VALUES ('udp:127.0.0.1:2', 0)");
      String url = another.url();
      try (Rig rig = rig(url, keeping)) {
        another.stop();

        assertThat(reloadFails(rig)).isNotEmpty();
        assertThat(written(rig)).containsExactly("0 == udp:127.0.0.1:2=1");
      }
      try (Rig restarted = rig(url, keeping)) {
        assertThat(reloadFails(restarted)).isNotEmpty();
        assertThat(written(restarted)).containsExactly("0 == udp:127.0.0.1:2=1");
      }
    }
  }
}
