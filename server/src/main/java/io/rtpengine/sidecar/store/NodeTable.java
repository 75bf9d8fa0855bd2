package io.rtpengine.sidecar.store;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A table of nodes, a row a node: those of OpenSIPS ({@code socket}, {@code set_id}) and of
 * Kamailio ({@code url}, {@code setid}, {@code weight}, {@code disabled}), and either with a column
 * {@code priority} as well. Immutable and thread-safe.
 *
 * @param name its name, with or without that of its schema
 * @param socketColumn the column of the nodes' addresses
 * @param setColumn the column of the sets' numbers
 */
public record NodeTable(String name, String socketColumn, String setColumn) {

  /** The name that the SIP servers have for the table. */
  public static final String DEFAULT_NAME = "rtpengine";

  /** The name that OpenSIPS has for the column of the addresses; Kamailio's is found as well. */
  public static final String DEFAULT_SOCKET_COLUMN = "socket";

  /** The name that OpenSIPS has for the column of the sets; Kamailio's is found as well. */
  public static final String DEFAULT_SET_COLUMN = "set_id";

  private static final String KAMAILIO_SOCKET_COLUMN = "url";
  private static final String KAMAILIO_SET_COLUMN = "setid";

  /** What is no such name could be a piece of SQL. */
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  private static final Pattern TABLE = Pattern.compile("(" + IDENTIFIER + "\\.)?" + IDENTIFIER);
  private static final String NOTHING = "NULL";

  /** Creates a description. */
  public NodeTable {
    check("db_table", name, TABLE);
    check("socket_column", socketColumn, IDENTIFIER);
    check("set_column", setColumn, IDENTIFIER);
  }

  private static void check(String what, String identifier, Pattern expected) {
    if (!expected.matcher(identifier).matches()) {
      throw new IllegalArgumentException(
          what + ": '" + identifier + "' (expected: letters, digits and underscores)");
    }
  }

  /**
   * Returns what to ask the table for.
   *
   * @param existing the columns that it has, in lower case
   * @throws NodeSourceException if it lacks one that is needed
   */
  Columns columns(Set<String> existing) throws NodeSourceException {
    String socket = needed(socketColumn, DEFAULT_SOCKET_COLUMN, KAMAILIO_SOCKET_COLUMN, existing);
    String set = needed(setColumn, DEFAULT_SET_COLUMN, KAMAILIO_SET_COLUMN, existing);
    return new Columns(
        ifThere("id", existing),
        socket,
        set,
        ifThere("weight", existing),
        ifThere("priority", existing),
        ifThere("disabled", existing),
        // The order counts where OpenSIPS' choice among nodes is to be reproduced.
        existing.contains("id") ? "id" : set + ", " + socket);
  }

  /** Returns a column or, instead of the default one, Kamailio's. */
  private String needed(String column, String defaultColumn, String kamailios, Set<String> existing)
      throws NodeSourceException {
    boolean defaulted = column.equals(defaultColumn);
    if (existing.contains(lower(column))) {
      return column;
    }
    if (defaulted && existing.contains(kamailios)) {
      return kamailios;
    }
    throw new NodeSourceException(
        "the table " + name + " has no column " + column + (defaulted ? ", nor " + kamailios : ""));
  }

  private static String ifThere(String column, Set<String> existing) {
    return existing.contains(column) ? column : NOTHING;
  }

  private static String lower(String identifier) {
    return identifier.toLowerCase(Locale.ROOT);
  }

  /** Pieces of SQL: what to select as each part of a {@link NodeRow}, and in which order. */
  record Columns(
      String id,
      String socket,
      String set,
      String weight,
      String priority,
      String disabled,
      String order) {}
}
