package io.rtpengine.sidecar.statistics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;

/**
 * Replies as JSON, from which each can be had back as it was. What JSON has no form for gets a name
 * that begins with a dollar sign; a key that does so by itself gets one more.
 */
public final class ReplyJson {

  private static final JsonFactory JSON = new JsonFactory();

  private static final String MARK = "$";
  private static final String BINARY = MARK + "base64";

  private ReplyJson() {}

  /** Returns a reply as JSON. */
  public static String of(BencodeDictionary reply) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(reply, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(BencodeValue value, JsonGenerator json) throws IOException {
    if (value instanceof BencodeDictionary dictionary) {
      json.writeStartObject();
      for (int i = 0; i < dictionary.size(); i++) {
        json.writeFieldName(name(dictionary.key(i)));
        write(dictionary.value(i), json);
      }
      json.writeEndObject();
    } else if (value instanceof BencodeList list) {
      json.writeStartArray();
      for (BencodeValue element : list) {
        write(element, json);
      }
      json.writeEndArray();
    } else if (value instanceof BencodeInteger integer) {
      json.writeNumber(integer.value());
    } else if (value instanceof BencodeString string) {
      write(string, json);
    }
  }

  private static void write(BencodeString string, JsonGenerator json) throws IOException {
    Optional<String> text = string.text();
    if (text.isPresent()) {
      json.writeString(text.get());
    } else {
      json.writeStartObject();
      json.writeStringField(BINARY, base64(string));
      json.writeEndObject();
    }
  }

  private static String name(BencodeString key) {
    return key.text()
        .map(text -> text.startsWith(MARK) ? MARK + text : text)
        .orElseGet(() -> BINARY + ":" + base64(key));
  }

  private static String base64(BencodeString string) {
    return Base64.getEncoder().encodeToString(string.toByteArray());
  }
}
