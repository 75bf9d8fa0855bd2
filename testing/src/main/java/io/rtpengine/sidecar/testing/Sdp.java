package io.rtpengine.sidecar.testing;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 8866), as far as tests have to make and to read one. Immutable.
 *
 * @param media its media sections, in order
 */
public record Sdp(List<Media> media) {

  /** Takes a copy. */
  public Sdp {
    media = List.copyOf(media);
  }

  /**
   * Returns an offer or answer of one audio stream: PCMU as payload type 0 and DTMF events as 101.
   *
   * @param rtp where RTP is received
   * @param attributes more attributes of the stream, {@code sendonly} for instance
   */
  public static String audio(InetSocketAddress rtp, String... attributes) {
    String address = rtp.getAddress().getHostAddress();
    String family = address.contains(":") ? "IP6" : "IP4";
    StringBuilder sdp = new StringBuilder();
    line(sdp, "v=0");
    line(sdp, "o=- 1 1 IN " + family + " " + address);
    line(sdp, "s=-");
    line(sdp, "c=IN " + family + " " + address);
    line(sdp, "t=0 0");
    line(sdp, "m=audio " + rtp.getPort() + " RTP/AVP 0 101");
    line(sdp, "a=rtpmap:0 PCMU/8000");
    line(sdp, "a=rtpmap:101 telephone-event/8000");
    line(sdp, "a=fmtp:101 0-15");
    line(sdp, "a=ptime:20");
    for (String attribute : attributes) {
      line(sdp, "a=" + attribute);
    }
    return sdp.toString();
  }

  private static void line(StringBuilder sdp, String line) {
    sdp.append(line).append("\r\n");
  }

  /**
   * Reads a session description.
   *
   * @throws IllegalArgumentException if it has a media section that makes no sense
   */
  public static Sdp parse(String text) {
    String address = "";
    List<Media> media = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("m=")) {
        media.add(Media.begin(line.substring(2), address));
      } else if (line.startsWith("c=")) {
        address = line.substring(line.lastIndexOf(' ') + 1);
      } else if (!line.startsWith("a=")) {
        continue;
      }
      if (!media.isEmpty()) {
        media.set(media.size() - 1, media.get(media.size() - 1).with(line));
      }
    }
    return new Sdp(media);
  }

  /** Returns the first audio section. */
  public Media audio() {
    return media.stream()
        .filter(section -> section.type().equals("audio"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no audio in " + this));
  }

  /**
   * A media section.
   *
   * @param type {@code audio} for instance
   * @param port where RTP is received; 0 if the stream is refused
   * @param protocol {@code RTP/AVP} for instance
   * @param formats payload types, for RTP
   * @param address where RTP is received: that of the section, or else of the session
   * @param attributes what follows {@code a=}, in order
   */
  public record Media(
      String type,
      int port,
      String protocol,
      List<String> formats,
      String address,
      List<String> attributes) {

    /** Takes copies. */
    public Media {
      formats = List.copyOf(formats);
      attributes = List.copyOf(attributes);
    }

    private static Media begin(String line, String address) {
      List<String> words = List.of(line.split(" "));
      if (words.size() < 3) {
        throw new IllegalArgumentException("media: " + line);
      }
      return new Media(
          words.get(0),
          Integer.parseInt(words.get(1)),
          words.get(2),
          words.subList(3, words.size()),
          address,
          List.of());
    }

    private Media with(String line) {
      if (line.startsWith("c=")) {
        String other = line.substring(line.lastIndexOf(' ') + 1);
        return new Media(type, port, protocol, formats, other, attributes);
      }
      if (line.startsWith("a=")) {
        List<String> more = new ArrayList<>(attributes);
        more.add(line.substring(2));
        return new Media(type, port, protocol, formats, address, more);
      }
      return this;
    }

    /** Returns where RTP is to be sent to. */
    public InetSocketAddress rtp() {
      return new InetSocketAddress(address, port);
    }

    /** Returns the value of the first attribute of a name; of a flag, an empty string. */
    public Optional<String> attribute(String name) {
      return values(name).stream().findFirst();
    }

    /** Returns the ICE candidates: what follows {@code candidate:}. */
    public List<String> candidates() {
      return values("candidate");
    }

    private List<String> values(String name) {
      return attributes.stream()
          .filter(attribute -> attribute.equals(name) || attribute.startsWith(name + ":"))
          .map(attribute -> attribute.substring(Math.min(attribute.length(), name.length() + 1)))
          .toList();
    }
  }
}
