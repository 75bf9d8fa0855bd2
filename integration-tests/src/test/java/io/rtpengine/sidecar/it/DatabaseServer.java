package io.rtpengine.sidecar.it;

import com.github.dockerjava.api.exception.NotFoundException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.LazyFuture;

/** A real database server in a container, with the database {@code sip} and a user of that name. */
final class DatabaseServer extends GenericContainer<DatabaseServer> {

  static final String PASSWORD = "secret-of-sip";

  private static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(2);

  private final Product product;

  DatabaseServer(Product product) {
    super(new Image(product));
    this.product = product;
    withExposedPorts(product.port);
    waitingFor(Wait.forLogMessage(product.ready, 1).withStartupTimeout(STARTUP_TIMEOUT));
  }

  /** Returns {@code db_url}. */
  String url() {
    return url(PASSWORD);
  }

  /** Returns {@code db_url}, with some other password. */
  String url(String password) {
    return product.scheme + "://sip:" + password + "@" + place();
  }

  private String place() {
    return getHost() + ":" + getMappedPort(product.port) + "/sip";
  }

  /** Carries out statements, all or none. */
  void execute(String... statements) throws SQLException {
    String jdbc = "jdbc:" + product.driver + "://" + place();
    try (Connection connection = DriverManager.getConnection(jdbc, "sip", PASSWORD);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }

  /** Lets the server neither answer nor go. */
  void pause() {
    DockerClientFactory.instance().client().pauseContainerCmd(getContainerId()).exec();
  }

  /** Lets it go on. */
  void resume() {
    DockerClientFactory.instance().client().unpauseContainerCmd(getContainerId()).exec();
  }

  /** A server, and the tables of rtpengines that the SIP servers' own scripts make in it. */
  enum Product {
    POSTGRESQL(
        "postgresql:15",
        "postgres",
        "postgresql",
        5432,
        ".*database system is ready to accept connections.*\\n",
        "CREATE TABLE rtpengine (id SERIAL PRIMARY KEY NOT NULL, socket TEXT NOT NULL,"
            + " set_id INTEGER NOT NULL)",
        "CREATE TABLE rtpengine (id SERIAL PRIMARY KEY NOT NULL, setid INTEGER DEFAULT 0 NOT NULL,"
            + " url VARCHAR(64) NOT NULL, weight INTEGER DEFAULT 1 NOT NULL,"
            + " disabled SMALLINT DEFAULT 0 NOT NULL,"
            + " stamp TIMESTAMP WITHOUT TIME ZONE DEFAULT '1900-01-01 00:00:01' NOT NULL,"
            + " CONSTRAINT rtpengine_rtpengine_nodes UNIQUE (setid, url))"),

    MARIADB(
        "mariadb:10.11",
        "mysql",
        "mariadb",
        3306,
        ".*ready for connections.*\\n",
        "CREATE TABLE rtpengine (id INT(10) UNSIGNED AUTO_INCREMENT PRIMARY KEY NOT NULL,"
            + " socket TEXT NOT NULL, set_id INT(10) UNSIGNED NOT NULL) ENGINE=InnoDB",
        "CREATE TABLE rtpengine (id INT(10) UNSIGNED AUTO_INCREMENT PRIMARY KEY NOT NULL,"
            + " setid INT(10) UNSIGNED DEFAULT 0 NOT NULL, url VARCHAR(64) NOT NULL,"
            + " weight INT(10) UNSIGNED DEFAULT 1 NOT NULL, disabled INT(1) DEFAULT 0 NOT NULL,"
            + " stamp DATETIME DEFAULT '1900-01-01 00:00:01' NOT NULL,"
            + " CONSTRAINT rtpengine_nodes UNIQUE (setid, url))");

    private final String image;
    private final String scheme;
    private final String driver;
    private final int port;
    private final String ready;
    private final String opensips;
    private final String kamailio;

    Product(
        String image,
        String scheme,
        String driver,
        int port,
        String ready,
        String opensips,
        String kamailio) {
      this.image = image;
      this.scheme = scheme;
      this.driver = driver;
      this.port = port;
      this.ready = ready;
      this.opensips = opensips;
      this.kamailio = kamailio;
    }

    /** Returns the statement that makes the table of OpenSIPS. */
    String opensips() {
      return opensips;
    }

    /** Returns the statement that makes the table of Kamailio. */
    String kamailio() {
      return kamailio;
    }
  }

  /** The image of a product: the one that is there, or else one that is built. */
  private static final class Image extends LazyFuture<String> {

    private final Product product;

    Image(Product product) {
      this.product = product;
    }

    @Override
    protected String resolve() {
      String name = "rtpengine-sidecar/" + product.image;
      try {
        DockerClientFactory.instance().client().inspectImageCmd(name).exec();
        return name;
      } catch (NotFoundException missing) {
        String directory = product.image.substring(0, product.image.indexOf(':'));
        return new ImageFromDockerfile(name, false)
            .withFileFromClasspath(
                "Dockerfile", "io/rtpengine/sidecar/it/" + directory + "/Dockerfile")
            .get();
      }
    }
  }
}
