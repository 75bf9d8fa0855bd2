package io.rtpengine.sidecar.store;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a database is, as an operator writes it. Immutable and thread-safe.
 *
 * <pre>
 *   mysql://user:password@host:port/database      as in OpenSIPS and Kamailio; also mariadb://
 *   postgres://user:password@host:port/database   also postgresql://
 *   jdbc:...                                      as in JDBC: H2, PostgreSQL, MariaDB or MySQL
 * </pre>
 *
 * <p>{@link #toString} leaves out who connects and how: it can be logged.
 */
public final class DatabaseUrl {

  private static final Pattern OF_SIP_SERVERS =
      Pattern.compile(
          "(?<product>\\w+)://((?<user>[^:@/]*)(:(?<password>.*))?@)?(?<place>[^@/]+/[^@/?]+)");
  private static final Pattern OF_JDBC = Pattern.compile("jdbc:(?<product>\\w+):(?<rest>.+)");
  private static final Pattern PASSWORD =
      Pattern.compile("[?&;]password=([^&;]*)", Pattern.CASE_INSENSITIVE);

  private final Product product;
  private final String jdbc;
  private final Optional<String> user;
  private final Optional<String> password;

  private DatabaseUrl(
      Product product, String jdbc, Optional<String> user, Optional<String> password) {
    this.product = product;
    this.jdbc = jdbc;
    this.user = user;
    this.password = password;
  }

  /**
   * Understands a URL.
   *
   * @throws IllegalArgumentException if that is impossible; the message does not quote it, because
   *     of the password
   */
  public static DatabaseUrl parse(String written) {
    Matcher sip = OF_SIP_SERVERS.matcher(written);
    if (sip.matches()) {
      Product product = Product.of(sip.group("product"));
      return new DatabaseUrl(
          product,
          product.prefix() + "//" + sip.group("place"),
          Optional.ofNullable(sip.group("user")),
          Optional.ofNullable(sip.group("password")));
    }
    Matcher jdbc = OF_JDBC.matcher(written);
    if (jdbc.matches()) {
      Product product = Product.of(jdbc.group("product"));
      Matcher password = PASSWORD.matcher(written);
      return new DatabaseUrl(
          product,
          product.prefix() + jdbc.group("rest"),
          Optional.empty(),
          password.find() ? Optional.of(password.group(1)) : Optional.empty());
    }
    throw new IllegalArgumentException(
        "no address of a database (expected: mysql://user:password@host/database, postgres://...,"
            + " or jdbc:...)");
  }

  /** Returns whether the database is part of this process, and has no other user. */
  boolean isEmbedded() {
    return product == Product.H2 && !jdbc.matches("jdbc:h2:(tcp|ssl):.*");
  }

  /** Returns the name of the driver's class. */
  String driver() {
    return product.driver;
  }

  /** Returns the URL, as the driver wants it. */
  String jdbc() {
    return jdbc;
  }

  /**
   * Returns what else the driver wants to know.
   *
   * @param limit how long to wait for the database, at most, whatever it is asked
   */
  Properties properties(Duration limit) {
    Properties properties = new Properties();
    user.ifPresent(name -> properties.setProperty("user", name));
    if (user.isPresent()) {
      password.ifPresent(secret -> properties.setProperty("password", secret));
    }
    long units = Math.max(1, limit.dividedBy(product.unit));
    for (String name : product.limits()) {
      if (!jdbc.contains(name + "=")) {
        properties.setProperty(name, Long.toString(units));
      }
    }
    return properties;
  }

  /** Returns what is left of a message when what must stay secret is taken out. */
  String redact(String message) {
    String redacted = message.replace(jdbc, toString());
    return password.isPresent() && !password.get().isEmpty()
        ? redacted.replace(password.get(), "***")
        : redacted;
  }

  @Override
  public String toString() {
    return jdbc.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
  }

  /** A database that there is a driver for. */
  private enum Product {
    H2("org.h2.Driver", Duration.ofMillis(1)),
    POSTGRESQL("org.postgresql.Driver", Duration.ofSeconds(1)),
    MARIADB("org.mariadb.jdbc.Driver", Duration.ofMillis(1));

    private final String driver;

    /** What the driver counts time in. */
    private final Duration unit;

    Product(String driver, Duration unit) {
      this.driver = driver;
      this.unit = unit;
    }

    static Product of(String name) {
      return switch (name) {
        case "h2" -> H2;
        case "postgres", "postgresql" -> POSTGRESQL;
        // They speak the same protocol.
        case "mysql", "mariadb" -> MARIADB;
        default ->
            throw new IllegalArgumentException(
                name + ": no such database (expected: h2, postgresql, mariadb or mysql)");
      };
    }

    /** Returns what the driver calls the limits of a connection. */
    List<String> limits() {
      return switch (this) {
        case H2 -> List.of();
        case POSTGRESQL -> List.of("connectTimeout", "loginTimeout", "socketTimeout");
        case MARIADB -> List.of("connectTimeout", "socketTimeout");
      };
    }

    String prefix() {
      return "jdbc:" + name().toLowerCase(Locale.ROOT) + ":";
    }
  }
}
