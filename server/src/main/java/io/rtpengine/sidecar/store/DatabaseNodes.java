package io.rtpengine.sidecar.store;

import io.rtpengine.sidecar.pool.NodeDefinition;
import io.rtpengine.sidecar.pool.SetDefinition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.defaults.DefaultSqlSessionFactory;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;

/**
 * Reads nodes from a table of a database. Connects when it is first read; used by one thread at a
 * time.
 *
 * <p>A database of another process is only read. One that is embedded is this sidecar's own: a
 * table that it lacks is made, and filled with the nodes that are configured.
 */
public final class DatabaseNodes implements NodeSource {

  /** A table with more rows is some other table. */
  private static final int MAX_ROWS = 10_000;

  /** What a state of SQL begins with that says so. */
  private static final String NO_SUCH_TABLE = "42S0";

  private final DatabaseUrl url;
  private final NodeTable table;
  private final List<SetDefinition> configured;
  private final PooledDataSource connections;
  private final SqlSessionFactory sessions;

  /**
   * Creates a source, without connecting.
   *
   * @param url where the database is
   * @param table the table to read
   * @param limit how long to wait for the database, at most, whatever it is asked
   * @param configured what to fill a table with that is made
   */
  public DatabaseNodes(
      DatabaseUrl url, NodeTable table, Duration limit, List<SetDefinition> configured) {
    this.url = url;
    this.table = table;
    this.configured = List.copyOf(configured);
    this.connections = connections(url, limit);
    Configuration configuration =
        new Configuration(new Environment("nodes", new JdbcTransactionFactory(), connections));
    configuration.setDefaultStatementTimeout((int) Math.max(1, limit.toSeconds()));
    configuration.addMapper(NodeMapper.class);
    this.sessions = new DefaultSqlSessionFactory(configuration);
  }

  private static PooledDataSource connections(DatabaseUrl url, Duration limit) {
    PooledDataSource pool = new PooledDataSource(url.driver(), url.jdbc(), url.properties(limit));
    pool.setPoolMaximumActiveConnections(1);
    // An embedded database is closed between two readings: others may open it then, to change it.
    pool.setPoolMaximumIdleConnections(url.isEmbedded() ? 0 : 1);
    pool.setPoolTimeToWait((int) limit.toMillis());
    // The server may have closed the connection since.
    pool.setPoolPingQuery("SELECT 1");
    pool.setPoolPingEnabled(true);
    return pool;
  }

  @Override
  public NodeList read() throws NodeSourceException {
    try (SqlSession session = sessions.openSession()) {
      NodeMapper mapper = session.getMapper(NodeMapper.class);
      Set<String> existing = existingColumns(session, mapper);
      List<NodeRow> rows = mapper.rows(table.name(), table.columns(existing), MAX_ROWS + 1);
      if (rows.size() > MAX_ROWS) {
        throw new NodeSourceException(
            "the table " + table.name() + " has more than " + MAX_ROWS + " rows");
      }
      return new NodeRows().read(rows);
    } catch (PersistenceException | SQLException failed) {
      throw new NodeSourceException(url.redact(rootMessage(failed)));
    }
  }

  private Set<String> existingColumns(SqlSession session, NodeMapper mapper) throws SQLException {
    try {
      return existingColumns(session.getConnection());
    } catch (SQLException failed) {
      if (!url.isEmbedded() || !String.valueOf(failed.getSQLState()).startsWith(NO_SUCH_TABLE)) {
        throw failed;
      }
      create(mapper);
      session.commit();
      return existingColumns(session.getConnection());
    }
  }

  private Set<String> existingColumns(Connection connection) throws SQLException {
    Set<String> names = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet nothing =
            statement.executeQuery("SELECT * FROM " + table.name() + " WHERE 1 = 0")) {
      ResultSetMetaData columns = nothing.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        names.add(columns.getColumnLabel(i).toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private void create(NodeMapper mapper) {
    mapper.create(table);
    for (SetDefinition set : configured) {
      for (NodeDefinition node : set.nodes()) {
        mapper.insert(table, node.socket(), set.id(), node.weight(), node.priority());
      }
    }
  }

  /** Returns what the driver said, without what MyBatis says around it. */
  private static String rootMessage(Throwable failed) {
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.toString() : message.lines().findFirst().orElse("");
  }

  @Override
  public String toString() {
    return "the table " + table.name() + " of " + url;
  }

  @Override
  public void close() {
    connections.forceCloseAll();
  }
}
