package io.rtpengine.sidecar.pool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The language that sets of nodes are written in, which is that of the OpenSIPS parameter {@code
 * rtpengine_sock}.
 *
 * <pre>
 *   line     = [ set-id "==" ] node { node }
 *   node     = address [ "=" weight ] { "," addition }
 *   addition = http-address | "priority=" priority | "each-address"
 * </pre>
 *
 * <p>Lines of the same set add up; a set has each address once. What comes after a comma is this
 * sidecar's own: where requests go that fit no datagram, the tier of a backup node, and that each
 * address of the host's name is a node. Examples: {@code udp:10.0.0.1:2223}; {@code 1 == udp:a:2223
 * udp6:[::1]:2223=2}; {@code udp:a:2223,http://a:2225}; {@code udp:a:2223=2,priority=1}; {@code
 * udp:a:2223,each-address}.
 */
public final class RtpengineSock {

  private static final Pattern SET_ID = Pattern.compile("\\s*(\\S*)\\s*==(.*)", Pattern.DOTALL);
  private static final Pattern TOKEN = Pattern.compile("\\S+");

  private RtpengineSock() {}

  /**
   * Understands some lines.
   *
   * @return the sets, in the order in which they first occur
   * @throws IllegalArgumentException if that is impossible; the message quotes the token and says
   *     where it stands
   */
  public static List<SetDefinition> parse(List<String> lines) {
    Map<Integer, Map<String, NodeDefinition>> sets = new LinkedHashMap<>();
    for (String line : lines) {
      parseLine(line, sets);
    }
    List<SetDefinition> definitions = new ArrayList<>();
    sets.forEach(
        (id, nodes) -> definitions.add(new SetDefinition(id, List.copyOf(nodes.values()))));
    return definitions;
  }

  /**
   * Understands the nodes of a line that names no set.
   *
   * @param weight the weight of nodes that have none written down
   * @param priority the tier of nodes that have none written down
   * @throws IllegalArgumentException as {@link #parse} does
   */
  public static List<NodeDefinition> parseNodes(String line, int weight, int priority) {
    Map<String, NodeDefinition> nodes = new LinkedHashMap<>();
    parseNodes(line, 0, new NodeToken.Defaults(weight, priority), nodes);
    return List.copyOf(nodes.values());
  }

  private static void parseLine(String line, Map<Integer, Map<String, NodeDefinition>> sets) {
    Matcher withId = SET_ID.matcher(line);
    boolean hasId = withId.matches();
    int id = hasId ? setId(withId.group(1), line) : SetDefinition.DEFAULT_ID;
    parseNodes(
        line,
        hasId ? withId.start(2) : 0,
        NodeToken.Defaults.NONE,
        sets.computeIfAbsent(id, unused -> new LinkedHashMap<>()));
  }

  private static void parseNodes(
      String line, int start, NodeToken.Defaults defaults, Map<String, NodeDefinition> nodes) {
    Matcher tokens = TOKEN.matcher(line).region(start, line.length());
    boolean any = false;
    while (tokens.find()) {
      NodeDefinition node = node(tokens.group(), defaults, line, tokens.start());
      if (nodes.putIfAbsent(node.name(), node) != null) {
        throw problem("is in this set already", tokens.group(), line, tokens.start());
      }
      any = true;
    }
    if (!any) {
      throw new IllegalArgumentException("'" + line + "': no nodes (expected: at least one)");
    }
  }

  private static int setId(String written, String line) {
    try {
      int id = Integer.parseInt(written);
      if (id >= 0) {
        return id;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below.
    }
    throw problem("is no set id (expected: a number, not negative)", written, line, 0);
  }

  private static NodeDefinition node(
      String token, NodeToken.Defaults defaults, String line, int position) {
    try {
      return new NodeToken(token, defaults).parse();
    } catch (IllegalArgumentException wrong) {
      throw problem("is no node: " + wrong.getMessage(), token, line, position);
    }
  }

  private static IllegalArgumentException problem(
      String what, String token, String line, int position) {
    return new IllegalArgumentException(
        "'" + token + "' " + what + ", at character " + (position + 1) + " of '" + line + "'");
  }
}
