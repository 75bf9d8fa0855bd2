package io.rtpengine.sidecar.sip;

import gov.nist.core.CommonLogger;
import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.header.ViaList;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads SIP messages by means of the JAIN SIP reference implementation. Thread-safe.
 *
 * <p>The library is given the headers alone, and never writes: the bytes of a message stay as they
 * are. Headers that it can't read count as missing, since most of them don't matter here.
 */
public final class SipReader {

  /** The largest message that is read, in bytes. */
  public static final int MAX_BYTES = 65_536;

  /** The most lines of headers that are read. */
  static final int MAX_LINES = 1_000;

  static {
    // The library has one log for all of the process, and it must have one before it is used.
    CommonLogger.legacyLogger = new QuietLog();
  }

  /**
   * Reads a message.
   *
   * @throws InvalidSipMessageException if it is none
   */
  public SipFacts read(byte[] message) throws InvalidSipMessageException {
    if (message.length > MAX_BYTES) {
      throw new InvalidSipMessageException("it has more than " + MAX_BYTES + " bytes");
    }
    int bodyStart = bodyStart(message);
    if (bodyStart < 0) {
      throw new InvalidSipMessageException("no empty line ends its headers");
    }
    requireFewLines(message, bodyStart);
    SIPMessage parsed = parse(Arrays.copyOfRange(message, afterEmptyLines(message), bodyStart));
    try {
      return facts(parsed, message, bodyStart);
    } catch (RuntimeException unexpected) {
      // The library has failed at reading what it took for a header.
      throw new InvalidSipMessageException("its headers can't be read");
    }
  }

  /** Returns the first byte after the headers; -1 if they don't end. */
  static int bodyStart(byte[] message) {
    return Lines.afterHeaders(message, afterEmptyLines(message), message.length);
  }

  private static int afterEmptyLines(byte[] message) {
    int start = 0;
    while (Lines.isEmpty(message, start, message.length)) {
      start = Lines.next(message, start, message.length);
    }
    return start;
  }

  private static void requireFewLines(byte[] message, int end) throws InvalidSipMessageException {
    int lines = 0;
    for (int line = 0; line < end; line = Lines.next(message, line, end)) {
      lines++;
    }
    if (lines > MAX_LINES) {
      throw new InvalidSipMessageException("it has more than " + MAX_LINES + " lines of headers");
    }
  }

  private static SIPMessage parse(byte[] headers) throws InvalidSipMessageException {
    try {
      SIPMessage parsed =
          new StringMsgParser()
              .parseSIPMessage(headers, false, false, (problem, sip, type, header, text) -> {});
      if (parsed != null) {
        return parsed;
      }
    } catch (ParseException | RuntimeException notSip) {
      // Reported below.
    }
    throw new InvalidSipMessageException("it is neither a SIP request nor a SIP response");
  }

  private static SipFacts facts(SIPMessage parsed, byte[] message, int bodyStart)
      throws InvalidSipMessageException {
    boolean request = parsed instanceof SIPRequest;
    int statusCode = parsed instanceof SIPResponse response ? response.getStatusCode() : 0;
    String method = method(parsed);
    if (method == null || (!request && statusCode == 0)) {
      throw new InvalidSipMessageException("it has no method, or no status code");
    }
    return new SipFacts(
        request,
        method.toUpperCase(Locale.ROOT),
        statusCode,
        text(parsed.getCallId() == null ? null : parsed.getCallId().getCallId()),
        text(parsed.getFrom() == null ? null : parsed.getFrom().getTag()),
        text(parsed.getTo() == null ? null : parsed.getTo().getTag()),
        branches(parsed.getViaHeaders()),
        sdp(parsed, message, bodyStart));
  }

  private static @Nullable String method(SIPMessage parsed) {
    if (parsed instanceof SIPRequest request && request.getRequestLine() != null) {
      return request.getRequestLine().getMethod();
    }
    return parsed.getCSeq() == null ? null : parsed.getCSeq().getMethod();
  }

  private static Optional<String> text(@Nullable String text) {
    return Optional.ofNullable(text).filter(nonNull -> !nonNull.isEmpty());
  }

  private static List<String> branches(@Nullable ViaList vias) {
    List<String> branches = new ArrayList<>();
    if (vias != null) {
      for (Via via : vias) {
        branches.add(via.getBranch() == null ? "" : via.getBranch());
      }
    }
    return branches;
  }

  private static Optional<SipBody> sdp(SIPMessage parsed, byte[] message, int bodyStart) {
    ContentType type = parsed.getContentTypeHeader();
    if (type == null) {
      return Optional.empty();
    }
    List<StatedLength> lengths = StatedLength.all(message, bodyStart);
    int end =
        lengths.isEmpty()
            ? message.length
            : (int) Math.min(message.length, bodyStart + lengths.get(0).length());
    return new Multipart(message).find(type, bodyStart, end);
  }

  /** Returns the type that a header states, if it states one. */
  static Optional<ContentType> contentType(String header) {
    String name = header.substring(0, Math.max(header.indexOf(':'), 0)).strip();
    if (!name.equalsIgnoreCase("Content-Type") && !name.equalsIgnoreCase("c")) {
      return Optional.empty();
    }
    try {
      return StringMsgParser.parseSIPHeader(header) instanceof ContentType type
          ? Optional.of(type)
          : Optional.empty();
    } catch (ParseException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }
}
