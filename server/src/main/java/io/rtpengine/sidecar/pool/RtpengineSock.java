package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The language that sets of nodes are written in, which is that of the OpenSIPS parameter {@code
 * rtpengine_sock}.
 *
 * <pre>
 *   line = [ set-id "==" ] node { node }
 *   node = address [ "," http-address ] [ "=" weight ]
 * </pre>
 *
 * <p>Lines of the same set add up. The address after the comma is this sidecar's addition: where
 * requests go that fit no datagram. Examples: {@code udp:10.0.0.1:2223}; {@code 1 == udp:a:2223
 * udp6:[::1]:2223=2}; {@code udp:a:2223,http://a:2225}.
 */
public final class RtpengineSock {

  private static final Pattern SET_ID = Pattern.compile("\\s*(\\S*)\\s*==(.*)", Pattern.DOTALL);
  private static final Pattern WEIGHT = Pattern.compile("(.*)=(-?\\d+)");
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

  private static void parseLine(String line, Map<Integer, Map<String, NodeDefinition>> sets) {
    Matcher withId = SET_ID.matcher(line);
    boolean hasId = withId.matches();
    int id = hasId ? setId(withId.group(1), line) : SetDefinition.DEFAULT_ID;
    int start = hasId ? withId.start(2) : 0;
    Map<String, NodeDefinition> nodes = sets.computeIfAbsent(id, unused -> new LinkedHashMap<>());
    Matcher tokens = TOKEN.matcher(line);
    boolean any = false;
    while (start <= line.length() && tokens.find(start)) {
      NodeDefinition node = node(tokens.group(), line, tokens.start());
      if (nodes.putIfAbsent(node.name(), node) != null) {
        throw problem("is in set " + id + " already", tokens.group(), line, tokens.start());
      }
      any = true;
      start = tokens.end();
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

  private static NodeDefinition node(String token, String line, int position) {
    Matcher weighted = WEIGHT.matcher(token);
    String addresses = weighted.matches() ? weighted.group(1) : token;
    try {
      int weight =
          weighted.matches() ? Integer.parseInt(weighted.group(2)) : NodeDefinition.DEFAULT_WEIGHT;
      int comma = addresses.indexOf(',');
      if (comma < 0) {
        return new NodeDefinition(NgAddress.parse(addresses), Optional.empty(), weight);
      }
      if (NgAddress.parse(addresses.substring(comma + 1)) instanceof NgAddress.Http large) {
        return new NodeDefinition(
            NgAddress.parse(addresses.substring(0, comma)), Optional.of(large), weight);
      }
    } catch (IllegalArgumentException wrong) {
      throw problem("is no node: " + wrong.getMessage(), token, line, position);
    }
    throw problem("has no http: or https: address after the comma", token, line, position);
  }

  private static IllegalArgumentException problem(
      String what, String token, String line, int position) {
    return new IllegalArgumentException(
        "'" + token + "' " + what + ", at character " + (position + 1) + " of '" + line + "'");
  }
}
