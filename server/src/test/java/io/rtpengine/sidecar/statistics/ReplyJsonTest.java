package io.rtpengine.sidecar.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies as JSON, read back by what is written here after the description alone. */
class ReplyJsonTest {

  private static final byte[] NO_UTF_8 = {-1, 0, 'x'};

  static List<String> replies() throws IOException {
    return Reports.names();
  }

  @ParameterizedTest
  @MethodSource("replies")
  void replyCanBeHadBackByteForByte(String name) throws Exception {
    BencodeDictionary reply = Reports.reply(name);

    assertThat(BencodeWriter.encode(readBack(ReplyJson.of(reply))))
        .isEqualTo(BencodeWriter.encode(reply));
  }

  @Test
  void whatJsonHasNoFormForIsMarked() throws Exception {
    BencodeDictionary reply =
        BencodeDictionary.builder()
            .put("z", BencodeString.of(NO_UTF_8))
            .put("a", Long.MIN_VALUE)
            .put("$base64", "not binary")
            .put(BencodeString.of(NO_UTF_8), BencodeList.of(new BencodeInteger(Long.MAX_VALUE)))
            .put("", BencodeDictionary.empty())
            .put("text", "\"\u0000\u2028\uD83D\uDE00\\")
            .build();

    String json = ReplyJson.of(reply);

    assertThat(json)
        .startsWith(
            "{\"z\":{\"$base64\":\"/wB4\"},\"a\":-9223372036854775808,"
                + "\"$$base64\":\"not binary\",\"$base64:/wB4\":[9223372036854775807],\"\":{},");
    assertThat(BencodeWriter.encode(readBack(json))).isEqualTo(BencodeWriter.encode(reply));
  }

  private static BencodeValue readBack(String json) throws IOException {
    return value(new ObjectMapper().readTree(json));
  }

  private static BencodeValue value(JsonNode json) {
    if (json.isIntegralNumber()) {
      assertThat(json.canConvertToLong()).isTrue();
      return new BencodeInteger(json.longValue());
    }
    if (json.isTextual()) {
      return BencodeString.of(json.textValue());
    }
    if (json.isArray()) {
      List<BencodeValue> values = new ArrayList<>();
      json.forEach(element -> values.add(value(element)));
      return BencodeList.of(values);
    }
    if (json.has("$base64")) {
      return BencodeString.of(Base64.getDecoder().decode(json.get("$base64").textValue()));
    }
    BencodeDictionary.Builder dictionary = BencodeDictionary.builder();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      dictionary.put(key(entry.getKey()), value(entry.getValue()));
    }
    return dictionary.build();
  }

  private static BencodeString key(String name) {
    if (name.startsWith("$base64:")) {
      return BencodeString.of(Base64.getDecoder().decode(name.substring("$base64:".length())));
    }
    return BencodeString.of(name.startsWith("$$") ? name.substring(1) : name);
  }
}
