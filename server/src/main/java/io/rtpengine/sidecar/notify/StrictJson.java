package io.rtpengine.sidecar.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON as the values that NG has: objects become dictionaries, integers that fit 64 bits
 * integers, and what NG has nothing for (fractions, true, false, null) strings.
 */
final class StrictJson {

  private static final int MAX_DEPTH = 16;
  private static final int MAX_STRING_LENGTH = 65_536;
  private static final int MAX_NUMBER_LENGTH = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING_LENGTH)
                  .maxNameLength(MAX_STRING_LENGTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .build())
          // What is read comes from anybody: it is not to fill a table of names.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private StrictJson() {}

  /**
   * Reads an object.
   *
   * @throws IOException if it is none, repeats a member, or is too large or deep
   */
  static BencodeDictionary read(byte[] bytes) throws IOException {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(parser, "no object");
      }
      BencodeDictionary object = object(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than an object");
      }
      return object;
    }
  }

  private static BencodeDictionary object(JsonParser parser) throws IOException {
    BencodeDictionary.Builder object = BencodeDictionary.builder();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      object.put(string(name), value(parser, parser.nextToken()));
    }
    return object.build();
  }

  private static BencodeValue value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? string(parser.getText())
              : new BencodeInteger(parser.getLongValue());
      default -> string(parser.getText());
    };
  }

  private static BencodeList array(JsonParser parser) throws IOException {
    List<BencodeValue> entries = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      entries.add(value(parser, token));
    }
    return BencodeList.of(entries);
  }

  private static BencodeString string(String text) {
    // By way of bytes: JSON may name characters that no text has.
    return BencodeString.of(text.getBytes(UTF_8));
  }
}
