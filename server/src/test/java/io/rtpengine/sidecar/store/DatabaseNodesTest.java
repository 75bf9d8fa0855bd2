package io.rtpengine.sidecar.store;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rtpengine.sidecar.pool.NodeDefinition;
import io.rtpengine.sidecar.pool.NodeId;
import io.rtpengine.sidecar.pool.RtpengineSock;
import io.rtpengine.sidecar.pool.SetDefinition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseNodesTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final NodeTable TABLE = new NodeTable("rtpengine", "socket", "set_id");
  private static final String OPENSIPS =
      "CREATE TABLE rtpengine (id INT PRIMARY KEY, socket VARCHAR, set_id VARCHAR)";

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private Connection database;

  @BeforeEach
  void open() throws SQLException {
    // While this connection is open, so is the database.
    database = DriverManager.getConnection(url);
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  @Test
  void tableOfOpenSipsIsRead() throws Exception {
    execute(
        OPENSIPS,
        "INSERT INTO rtpengine VALUES (3, 'udp:c:2223', 1), (1, 'udp:a:2223 udp:b:2223=2', 0)");

    NodeList nodes = read(TABLE);

    assertThat(written(nodes)).isEqualTo("0 == udp:a:2223=1 udp:b:2223=2; 1 == udp:c:2223=1");
    assertThat(nodes.rejected()).isEmpty();
    assertThat(nodes.disabled()).isEmpty();
  }

  @Test
  void tableOfKamailioIsReadWithWeightsAndWhatIsDisabled() throws Exception {
    execute(
        "CREATE TABLE rtpengine (id INT PRIMARY KEY, setid INT, url VARCHAR(64), weight INT,"
            + " disabled INT, stamp TIMESTAMP)",
        "INSERT INTO rtpengine VALUES (1, 0, 'udp:a:2223', 5, 0, NULL),"
            + " (2, 0, 'udp:b:2223', 1, 1, NULL)");

    NodeList nodes = read(TABLE);

    assertThat(written(nodes)).isEqualTo("0 == udp:a:2223=5 udp:b:2223=1");
    assertThat(nodes.disabled()).containsExactly(new NodeId(0, "udp:b:2223"));
  }

  @Test
  void columnsAndTablesMayHaveOtherNames() throws Exception {
    execute(
        "CREATE SCHEMA sip",
        "CREATE TABLE sip.engines (sock VARCHAR, grp INT, priority INT)",
        "INSERT INTO sip.engines VALUES ('udp:a:2223', 7, 1)");

    NodeList nodes = read(new NodeTable("sip.engines", "sock", "grp"));

    assertThat(written(nodes)).isEqualTo("7 == udp:a:2223=1");
    assertThat(nodes.sets().get(0).nodes().get(0).priority()).isEqualTo(1);
  }

  @Test
  void rowsThatCannotBeRightAreRejectedAndLeaveTheOthersAlone() throws Exception {
    execute(
        OPENSIPS,
        "INSERT INTO rtpengine VALUES (1, NULL, 0), (2, ' ', 0), (3, 'udp:a:1', 'x'),"
            + " (4, 'udp:a:1', -1), (5, 'sip:a', 0), (6, 'udp:good:1', NULL),"
            + " (7, 'udp:good:1=3', 0), (8, 'udp:b:1 bad', 0), (9, '1 == udp:c:1', 0),"
            + " (10, '"
            + "x".repeat(5_000)
            + "\u0007', 0), (11, 'udp:also:1', 9)");

    NodeList nodes = read(TABLE);

    assertThat(written(nodes)).isEqualTo("0 == udp:good:1=1; 9 == udp:also:1=1");
    assertThat(nodes.rejected().stream().map(Object::toString))
        .satisfiesExactly(
            row -> assertThat(row).isEqualTo("row with id 1: it has no address"),
            row -> assertThat(row).isEqualTo("row with id 2: it has no address"),
            row -> assertThat(row).contains("set: 'x' (expected: a number"),
            row -> assertThat(row).contains("set: '-1'"),
            row -> assertThat(row).contains("'sip:a' is no node"),
            row -> assertThat(row).contains("udp:good:1 is in set 0 already"),
            row -> assertThat(row).contains("'bad' is no node"),
            row -> assertThat(row).contains("'1' is no node"),
            row -> assertThat(row).hasSizeLessThan(1_000).doesNotContain("\u0007"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "maybe", "-1"})
  void disabledIsATruthValueOrTheRowIsRejected(String value) throws Exception {
    execute(
        "CREATE TABLE rtpengine (socket VARCHAR, set_id INT, disabled VARCHAR)",
        "INSERT INTO rtpengine VALUES ('udp:a:1', 0, '" + value + "')");

    assertThat(read(TABLE).rejected()).singleElement().asString().contains("disabled: '" + value);
  }

  @Test
  void emptyTableIsAnEmptyList() throws Exception {
    execute(OPENSIPS);

    assertThat(read(TABLE)).isEqualTo(NodeList.of(List.of()));
  }

  @Test
  void tableThatIsNoTableOfNodesIsAnError() throws Exception {
    execute("CREATE TABLE rtpengine (socket VARCHAR)");

    assertThatExceptionOfType(NodeSourceException.class)
        .isThrownBy(() -> read(TABLE))
        .withMessage("the table rtpengine has no column set_id, nor setid");
    assertThatExceptionOfType(NodeSourceException.class)
        .isThrownBy(() -> read(new NodeTable("rtpengine", "sock", "set_id")))
        .withMessage("the table rtpengine has no column sock");
  }

  @Test
  void tableWithTooManyRowsIsSomeOtherTable() throws Exception {
    execute(
        OPENSIPS, "INSERT INTO rtpengine SELECT x, 'udp:a:' || x, 0 FROM SYSTEM_RANGE(1, 10001)");

    assertThatExceptionOfType(NodeSourceException.class)
        .isThrownBy(() -> read(TABLE))
        .withMessageContaining("more than 10000 rows");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtpengine; DROP TABLE rtpengine",
        "rtpengine--",
        "a.b.c",
        "",
        " rtpengine",
        "\"x\"",
        "1a",
        "(SELECT 1)",
        "rtpengine WHERE 1=1",
        "réseau"
      })
  void whatCouldBeSqlIsNoName(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new NodeTable(name, "socket", "set_id"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeTable("rtpengine", name, "set_id"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeTable("rtpengine", "socket", name));
  }

  @Test
  void embeddedDatabaseIsMadeWithTheNodesThatAreConfiguredAndKeepsWhatIsChanged(
      @TempDir Path directory) throws Exception {
    String file = "jdbc:h2:file:" + directory.resolve("nodes");
    List<SetDefinition> configured =
        RtpengineSock.parse(List.of("udp:a:1=2,http://a:2,priority=1 udp:b:1", "3 == udp:c:1"));
    try (DatabaseNodes nodes =
        new DatabaseNodes(DatabaseUrl.parse(file), TABLE, LIMIT, configured)) {
      assertThat(nodes.read()).isEqualTo(NodeList.of(configured));

      // Between two readings it belongs to whoever wants to change it.
      try (Connection other = DriverManager.getConnection(file);
          Statement statement = other.createStatement()) {
        statement.execute("DELETE FROM rtpengine WHERE set_id = 0");
      }
      assertThat(written(nodes.read())).isEqualTo("3 == udp:c:1=1");
    }
  }

  @Test
  void missingDriverUserOrServerIsAnErrorWithoutThePassword() throws Exception {
    // A port that is never given out, and that no service has any longer.
    int closed = 1;
    for (String server : List.of("mysql", "postgres")) {
      assertThatExceptionOfType(NodeSourceException.class)
          .isThrownBy(() -> readFrom(server + "://u:s3cret@127.0.0.1:" + closed + "/db", LIMIT))
          .withMessageNotContaining("s3cret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "postgres"})
  @Timeout(120)
  void serverThatHangsIsGivenUpInTime(String server) throws IOException {
    // It takes connections, and never says a word.
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String address = server + "://u:p@127.0.0.1:" + silent.getLocalPort() + "/db";
      assertThatExceptionOfType(NodeSourceException.class)
          .isThrownBy(() -> readFrom(address, Duration.ofSeconds(1)));
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Statement statement = database.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private NodeList read(NodeTable table) throws NodeSourceException {
    try (DatabaseNodes nodes = new DatabaseNodes(DatabaseUrl.parse(url), table, LIMIT, List.of())) {
      return nodes.read();
    }
  }

  private static NodeList readFrom(String address, Duration limit) throws NodeSourceException {
    try (DatabaseNodes nodes =
        new DatabaseNodes(DatabaseUrl.parse(address), TABLE, limit, List.of())) {
      return nodes.read();
    }
  }

  private static String written(NodeList nodes) {
    return nodes.sets().stream()
        .map(
            set ->
                set.id()
                    + " == "
                    + set.nodes().stream().map(DatabaseNodesTest::written).collect(joining(" ")))
        .collect(joining("; "));
  }

  private static String written(NodeDefinition node) {
    return node.name() + "=" + node.weight();
  }
}
