package io.rtpengine.sidecar.pool;

import io.rtpengine.sidecar.ng.NgAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One node, as {@link RtpengineSock} writes it. Used once, by one thread. */
final class NodeToken {

  private static final Pattern WEIGHTED = Pattern.compile("(.*)=(-?\\d+)");
  private static final String PRIORITY = "priority=";
  private static final String EACH_ADDRESS = "each-address";

  /** What holds for a node unless its token says otherwise. */
  record Defaults(int weight, int priority) {

    static final Defaults NONE =
        new Defaults(NodeDefinition.DEFAULT_WEIGHT, NodeDefinition.DEFAULT_PRIORITY);
  }

  private final String token;
  private final Defaults defaults;
  private Optional<NgAddress.Http> large = Optional.empty();
  private Optional<Integer> priority = Optional.empty();
  private boolean eachAddress;

  NodeToken(String token, Defaults defaults) {
    this.token = token;
    this.defaults = defaults;
  }

  /**
   * Understands the token.
   *
   * @throws IllegalArgumentException if that is impossible
   */
  NodeDefinition parse() {
    String[] parts = token.split(",", -1);
    for (int i = 1; i < parts.length; i++) {
      add(parts[i]);
    }
    Matcher weighted = WEIGHTED.matcher(parts[0]);
    boolean hasWeight = weighted.matches();
    return new NodeDefinition(
        NgAddress.parse(hasWeight ? weighted.group(1) : parts[0]),
        large,
        hasWeight ? number("weight", weighted.group(2)) : defaults.weight(),
        priority.orElse(defaults.priority()),
        eachAddress);
  }

  private void add(String addition) {
    if (addition.startsWith(PRIORITY)) {
      if (priority.isPresent()) {
        throw new IllegalArgumentException("it has two priorities");
      }
      priority = Optional.of(number("priority", addition.substring(PRIORITY.length())));
    } else if (addition.equals(EACH_ADDRESS)) {
      eachAddress = true;
    } else if (addition.startsWith("http")
        && NgAddress.parse(addition) instanceof NgAddress.Http to) {
      if (large.isPresent()) {
        throw new IllegalArgumentException("it has two http addresses");
      }
      large = Optional.of(to);
    } else {
      throw new IllegalArgumentException(
          "\""
              + addition
              + "\" after a comma (expected: an http address, priority=N or each-address)");
    }
  }

  private static int number(String what, String written) {
    try {
      return Integer.parseInt(written);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          what + ": " + written + " (expected: a number from 0 to " + Integer.MAX_VALUE + ")");
    }
  }
}
