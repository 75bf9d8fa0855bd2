package io.rtpengine.sidecar.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeException;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.v1.DeleteResponse;
import io.rtpengine.v1.GetStatisticsResponse;
import io.rtpengine.v1.OfferResponse;
import io.rtpengine.v1.QueryResponse;
import io.rtpengine.v1.RequestSubscriptionResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whatever dictionary an engine answers with, the translation either says that it can't hold it, or
 * holds all of it, the spelling of its words aside.
 *
 * <p>The first byte of an input selects the response, the others are the dictionary. The build
 * tries the inputs in the resource directory {@code ReplyFuzzTestInputs}. To search for more,
 * guided by coverage:
 *
 * <pre>
 * JAZZER_FUZZ=1 mvn -pl server -am test -Dtest=ReplyFuzzTest -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class ReplyFuzzTest {

  private static final List<Message> RESPONSES =
      List.of(
          OfferResponse.getDefaultInstance(),
          QueryResponse.getDefaultInstance(),
          DeleteResponse.getDefaultInstance(),
          GetStatisticsResponse.getDefaultInstance(),
          RequestSubscriptionResponse.getDefaultInstance());

  private static final List<Wire> PLANS =
      RESPONSES.stream().map(response -> Wire.of(response.getDescriptorForType())).toList();

  @FuzzTest(maxDuration = "2m")
  void whatIsHeldIsHeldWhole(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    int choice = (input[0] & 0xff) % RESPONSES.size();
    BencodeDictionary reply;
    try {
      reply = BencodeReader.readDictionary(input, 1, input.length - 1, BencodeLimits.DATAGRAM);
    } catch (BencodeException noDictionary) {
      return;
    }
    Message.Builder response = RESPONSES.get(choice).newBuilderForType();
    if (!PLANS.get(choice).read(reply, response)) {
      return;
    }
    BencodeWriter writer = new BencodeWriter(256);
    PLANS.get(choice).write(response.build(), writer).throwIfAny();

    assertThat(normalised(BencodeReader.read(writer.toByteArray()))).isEqualTo(normalised(reply));
  }

  /** The words of a reply may be written in another spelling than they were read. */
  private static Object normalised(BencodeValue value) {
    if (value instanceof BencodeString string) {
      return Spelling.normalised(string);
    }
    if (value instanceof BencodeList list) {
      List<Object> entries = new ArrayList<>();
      list.forEach(entry -> entries.add(normalised(entry)));
      return entries;
    }
    if (value instanceof BencodeDictionary dictionary) {
      Map<BencodeString, Set<Object>> entries = new HashMap<>();
      for (int i = 0; i < dictionary.size(); i++) {
        entries
            .computeIfAbsent(Spelling.normalised(dictionary.key(i)), key -> new HashSet<>())
            .add(normalised(dictionary.value(i)));
      }
      return entries;
    }
    return value;
  }
}
