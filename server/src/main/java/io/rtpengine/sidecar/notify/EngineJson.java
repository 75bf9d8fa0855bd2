package io.rtpengine.sidecar.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.v1.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what engines call JSON. Immutable and thread-safe.
 *
 * <p>Engines write call-ids and tags between quotation marks as they are. So what they send need
 * not be JSON; and, worse, it can be JSON that says something else than the engine meant: the
 * call-id {@code a","callid":"b} would speak of another's call. But engines write their members in
 * a fixed order, and after those that others choose come those that they write themselves. Read
 * from the end, a member therefore begins where its name stands for the last time, and whatever a
 * call-id holds belongs to the call-id.
 *
 * <p>What does not begin as engines write is read as JSON.
 */
final class EngineJson {

  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");

  private static final String BETWEEN = ",\"";

  /** The names of members, in order, with the colon and but for the first quotation mark. */
  private final List<String> names = new ArrayList<>();

  private final List<BencodeString> keys = new ArrayList<>();

  /**
   * Creates a reader.
   *
   * @param type the message whose fields are the members, in the order in which engines write them
   */
  EngineJson(Descriptor type) {
    for (FieldDescriptor field : type.getFields()) {
      String key = field.getOptions().getExtension(Options.ng).getKey();
      if (!key.isEmpty()) {
        names.add(key + "\":");
        keys.add(BencodeString.of(key));
      }
    }
  }

  /**
   * Reads an object.
   *
   * @throws IOException if it is none, or too large or deep
   */
  BencodeDictionary read(byte[] bytes) throws IOException {
    // One character a byte: what is between quotation marks need not be text.
    String text = new String(bytes, ISO_8859_1).strip();
    if (text.startsWith("{\"" + names.get(0) + "\"") && text.endsWith("}")) {
      Optional<BencodeDictionary> written = written(text.substring(1, text.length() - 1));
      if (written.isPresent()) {
        return written.get();
      }
    }
    return StrictJson.read(bytes);
  }

  /** Reads the members that an engine has written; nothing if it has not. */
  private Optional<BencodeDictionary> written(String text) throws IOException {
    Map<BencodeString, BencodeValue> found = new LinkedHashMap<>();
    int limit = names.size();
    int end = text.length();
    for (int start = text.lastIndexOf(BETWEEN);
        start >= 0;
        start = text.lastIndexOf(BETWEEN, start - 1)) {
      int member = memberAt(text, start + BETWEEN.length(), limit);
      if (member < 0) {
        continue;
      }
      String written = text.substring(start + BETWEEN.length() + names.get(member).length(), end);
      Optional<BencodeValue> value = value(written);
      if (value.isPresent()) {
        found.put(keys.get(member), value.get());
      } else if (end == text.length()) {
        // With members that are newer than this: no more than the engine itself has written.
        String rest = "{" + text.substring(start + 1) + "}";
        StrictJson.read(rest.getBytes(ISO_8859_1))
            .entries()
            .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
      } else {
        return Optional.empty();
      }
      limit = member;
      end = start;
    }
    Optional<BencodeValue> first = value(text.substring(1 + names.get(0).length(), end));
    if (first.isEmpty() || found.put(keys.get(0), first.get()) != null || found.size() == 1) {
      return Optional.empty();
    }
    BencodeDictionary.Builder dictionary = BencodeDictionary.builder();
    found.forEach(dictionary::put);
    return Optional.of(dictionary.build());
  }

  /** Returns which member's name stands at a place, of those before {@code limit}; -1 if none. */
  private int memberAt(String text, int place, int limit) {
    for (int i = limit - 1; i > 0; i--) {
      if (text.startsWith(names.get(i), place)) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<BencodeValue> value(String text) {
    if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
      return Optional.of(string(text.substring(1, text.length() - 1)));
    }
    if (text.equals("[]")) {
      return Optional.of(BencodeList.of());
    }
    if (text.startsWith("[\"") && text.endsWith("\"]") && text.length() >= 4) {
      List<BencodeValue> entries = new ArrayList<>();
      for (String entry : text.substring(2, text.length() - 2).split("\",\"", -1)) {
        entries.add(string(entry));
      }
      return Optional.of(BencodeList.of(entries));
    }
    if (INTEGER.matcher(text).matches()) {
      return Optional.of(new BencodeInteger(Long.parseLong(text)));
    }
    return Optional.empty();
  }

  private static BencodeValue string(String text) {
    return BencodeString.of(text.getBytes(ISO_8859_1));
  }
}
