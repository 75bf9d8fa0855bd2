package io.rtpengine.sidecar.config;

import io.rtpengine.sidecar.notify.NotificationSettings;
import io.rtpengine.sidecar.notify.NotificationSettings.Listen;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The settings as they are written, read as what they are to be. Immutable and thread-safe. */
record WrittenSettings(Map<Setting, List<String>> values) {

  private static final String NONE = "none";

  List<String> lines(Setting setting) {
    return values.getOrDefault(setting, List.of());
  }

  private String single(Setting setting) {
    if (lines(setting).size() != 1) {
      throw wrong(setting, "several values (expected: one)");
    }
    return lines(setting).get(0).strip();
  }

  /** Returns a value in which a semicolon separates nothing. */
  String whole(Setting setting) {
    return String.join(";", lines(setting)).strip();
  }

  Optional<String> unlessNone(Setting setting) {
    return Optional.of(whole(setting)).filter(value -> !value.equals(NONE));
  }

  int number(Setting setting, int min, int max) {
    try {
      int number = Integer.parseInt(single(setting));
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below.
    }
    throw wrong(setting, single(setting) + " (expected: a number from " + min + " to " + max + ")");
  }

  boolean truth(Setting setting) {
    return choice(setting, "true", "false");
  }

  /** Returns whether it is the first of two words. */
  boolean choice(Setting setting, String first, String second) {
    String written = single(setting);
    if (!written.equals(first) && !written.equals(second)) {
      throw wrong(setting, written + " (expected: " + first + " or " + second + ")");
    }
    return written.equals(first);
  }

  private boolean isNone(Setting setting) {
    return lines(setting).size() == 1 && single(setting).equals(NONE);
  }

  Optional<Listen> listen(Setting setting) {
    boolean isDefault = single(setting).equals(setting.defaultValue());
    return isNone(setting)
        ? Optional.empty()
        : Optional.of(new Listen(address(setting), isDefault));
  }

  List<InetSocketAddress> addresses(Setting setting) {
    return isNone(setting)
        ? List.of()
        : lines(setting).stream()
            .flatMap(line -> Stream.of(line.strip().split("\\s+")))
            .map(written -> address(setting, written))
            .toList();
  }

  Optional<InetAddress> ipAddress(Setting setting) {
    if (isNone(setting)) {
      return Optional.empty();
    }
    Optional<InetAddress> address = NotificationSettings.ipAddress(single(setting));
    if (address.isEmpty()) {
      throw wrong(setting, single(setting) + " (expected: an IP address, or " + NONE + ")");
    }
    return address;
  }

  <E extends Enum<E>> E word(Setting setting, Class<E> words) {
    for (E word : words.getEnumConstants()) {
      if (word.name().toLowerCase(Locale.ROOT).equals(single(setting))) {
        return word;
      }
    }
    throw wrong(
        setting,
        single(setting)
            + " (expected: one of "
            + Arrays.toString(words.getEnumConstants()).toLowerCase(Locale.ROOT)
            + ")");
  }

  /** Regular expressions, in which case does not matter. */
  List<Pattern> expressions(Setting setting) {
    List<Pattern> expressions = new ArrayList<>();
    for (String line : lines(setting)) {
      if (!line.equals(setting.defaultValue())) {
        expressions.add(expression(setting, line.strip()));
      }
    }
    return expressions;
  }

  private static Pattern expression(Setting setting, String written) {
    Pattern expression;
    try {
      expression = Pattern.compile(written, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException malformed) {
      throw wrong(setting, malformed.getMessage() + " (expected: a regular expression)");
    }
    if (expression.matcher("").find()) {
      throw wrong(setting, "'" + written + "' is found in whatever rtpengine says");
    }
    return expression;
  }

  InetSocketAddress address(Setting setting) {
    return address(setting, single(setting));
  }

  private static InetSocketAddress address(Setting setting, String written) {
    int colon = written.lastIndexOf(':');
    try {
      if (colon > 0) {
        String host = written.substring(0, colon).replaceAll("^\\[|\\]$", "");
        InetSocketAddress address =
            new InetSocketAddress(host, Integer.parseInt(written.substring(colon + 1)));
        if (!address.isUnresolved()) {
          return address;
        }
      }
    } catch (IllegalArgumentException notAPort) {
      // Reported below.
    }
    throw wrong(setting, written + " (expected: host:port)");
  }

  private static IllegalArgumentException wrong(Setting setting, String problem) {
    return new IllegalArgumentException(setting.key() + ": " + problem);
  }
}
