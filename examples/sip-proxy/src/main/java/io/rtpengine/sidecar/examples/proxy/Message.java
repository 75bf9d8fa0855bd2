package io.rtpengine.sidecar.examples.proxy;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP message: its start line, its headers in a line each, and a body that is nobody's business
 * here. Immutable.
 *
 * <p>It is text in ISO 8859-1, where every byte is a character: whatever is written in it leaves as
 * it came.
 */
record Message(String startLine, List<String> headers, String body) {

  private static final String VERSION = "SIP/2.0";
  private static final String END_OF_HEADERS = "\r\n\r\n";
  private static final Map<String, String> COMPACT =
      Map.of("v", "via", "f", "from", "t", "to", "i", "call-id");

  /** Headers of which one line may have several values; they are given a line each. */
  private static final Set<String> LISTS = Set.of("via", "route", "record-route");

  private static final Pattern BETWEEN_VALUES = Pattern.compile("\\s*,\\s*(?=<|SIP)");
  private static final Pattern FOLD = Pattern.compile("\r\n[ \t]+");
  private static final Pattern BRANCH = Pattern.compile(";\\s*branch=([^;\\s]+)");
  private static final Pattern TAG = Pattern.compile(";\\s*tag=");

  /** Reads a message; nothing if it is none, as what phones send to keep a NAT open. */
  static Optional<Message> parse(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).stripLeading();
    int end = text.indexOf(END_OF_HEADERS);
    if (end < 0) {
      return Optional.empty();
    }
    String[] lines = FOLD.matcher(text.substring(0, end)).replaceAll(" ").split("\r\n");
    List<String> headers = new ArrayList<>();
    for (String line : List.of(lines).subList(1, lines.length)) {
      String name = line.substring(0, Math.max(line.indexOf(':'), 0)).strip();
      String value = line.substring(line.indexOf(':') + 1).strip();
      for (String each :
          LISTS.contains(key(name)) ? BETWEEN_VALUES.split(value) : new String[] {value}) {
        headers.add(name + ": " + each);
      }
    }
    return Optional.of(
        new Message(lines[0], List.copyOf(headers), text.substring(end + END_OF_HEADERS.length())));
  }

  byte[] bytes() {
    return (startLine + "\r\n" + String.join("\r\n", headers) + END_OF_HEADERS + body)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  boolean isRequest() {
    return !startLine.startsWith(VERSION);
  }

  /** Returns the method: of a response, that of the request that it answers. */
  String method() {
    return isRequest() ? startLine.split(" ", 3)[0] : header("CSeq").replaceFirst("\\d+\\s+", "");
  }

  int status() {
    return Integer.parseInt(startLine.split(" ", 3)[1]);
  }

  String uri() {
    return startLine.split(" ", 3)[1];
  }

  String callId() {
    return header("Call-ID");
  }

  /** Returns the branch of the first Via, which names the transaction; "" if it has none. */
  String branch() {
    Matcher branch = BRANCH.matcher(header("Via"));
    return branch.find() ? branch.group(1) : "";
  }

  /** Whether the party that is called has been found before, and has said its tag. */
  boolean isWithinDialog() {
    return TAG.matcher(header("To")).find();
  }

  /** Returns the first header of a name; "" if there is none. */
  String header(String name) {
    return all(name).stream().findFirst().orElse("");
  }

  /** Returns all headers of a name. */
  List<String> all(String name) {
    return headers.stream()
        .filter(line -> isNamed(line, name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .toList();
  }

  /** Returns it with a header before all others. */
  Message with(String name, String value) {
    List<String> changed = new ArrayList<>(headers);
    changed.add(0, name + ": " + value);
    return new Message(startLine, List.copyOf(changed), body);
  }

  /** Returns it without the first header of a name. */
  Message without(String name) {
    List<String> changed = new ArrayList<>(headers);
    headers.stream().filter(line -> isNamed(line, name)).findFirst().ifPresent(changed::remove);
    return new Message(startLine, List.copyOf(changed), body);
  }

  /** Returns the request with another URI. */
  Message withUri(String uri) {
    return new Message(method() + " " + uri + " " + VERSION, headers, body);
  }

  /** Returns the request with a note, in its first Via, of where its responses are to go. */
  Message receivedFrom(InetSocketAddress source) {
    String via = header("Via").replaceFirst(";\\s*rport(?=;|$)", ";rport=" + source.getPort());
    return without("Via").with("Via", via + ";received=" + source.getAddress().getHostAddress());
  }

  /**
   * Returns a response of the proxy's own to the request.
   *
   * @param status code and reason
   */
  Message response(String status) {
    List<String> copied = new ArrayList<>();
    for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
      String tag = name.equals("To") && !isWithinDialog() ? ";tag=proxy" : "";
      all(name).forEach(value -> copied.add(name + ": " + value + tag));
    }
    copied.add("Content-Length: 0");
    return new Message(VERSION + " " + status, List.copyOf(copied), "");
  }

  /**
   * Returns the ACK or CANCEL of this INVITE that goes from this hop to the next, and no further.
   *
   * @param to who it is to: for an ACK, as in the response
   */
  Message ofThisHop(String method, String to) {
    List<String> copied = new ArrayList<>(List.of("Via: " + header("Via")));
    all("Route").forEach(route -> copied.add("Route: " + route));
    copied.add("Max-Forwards: 70");
    copied.add("From: " + header("From"));
    copied.add("To: " + to);
    copied.add("Call-ID: " + callId());
    copied.add("CSeq: " + header("CSeq").replaceFirst("\\s.*", "") + " " + method);
    copied.add("Content-Length: 0");
    return new Message(method + " " + uri() + " " + VERSION, List.copyOf(copied), "");
  }

  private static boolean isNamed(String line, String name) {
    return key(line.substring(0, line.indexOf(':'))).equals(key(name));
  }

  private static String key(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return COMPACT.getOrDefault(lowerCase, lowerCase);
  }
}
