package io.rtpengine.sidecar.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.protobuf.Duration;
import io.rtpengine.sidecar.translate.DictionaryReader;
import io.rtpengine.v1.EngineNotification;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.NotificationKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What engines call JSON, and what others make of it. */
class EngineJsonTest {

  private final EngineJson json = new EngineJson(EngineNotification.getDescriptor());
  private final DictionaryReader reader = new DictionaryReader(EngineNotification.getDescriptor());

  @Test
  void whatRelease10WritesIsRead() throws Exception {
    EngineNotification read =
        read(
            "{\"callid\":\"c\",\"source_tag\":\"ft\",\"tags\":[\"tt\",\"ft\"],\"type\":\"DTMF\","
                + "\"timestamp\":1795408569,\"source_ip\":\"127.0.0.1\",\"event\":5,"
                + "\"duration\":80,\"volume\":10}");

    assertThat(read.getCallId()).isEqualTo("c");
    assertThat(read.getSourceTag()).isEqualTo("ft");
    assertThat(read.hasSourceLabel()).isFalse();
    assertThat(read.getTagsList()).containsExactly("tt", "ft");
    assertThat(read.getKind()).isEqualTo(NotificationKind.NOTIFICATION_KIND_DTMF);
    assertThat(read.getTime().getSeconds()).isEqualTo(1_795_408_569);
    assertThat(read.getSourceIp()).isEqualTo("127.0.0.1");
    assertThat(read.getEvent()).isEqualTo(5);
    assertThat(read.getDuration()).isEqualTo(Duration.newBuilder().setNanos(80_000_000).build());
    assertThat(read.getVolume()).isEqualTo(10);
    assertThat(read.getExtraMap()).isEmpty();
  }

  @Test
  void whatLaterReleasesWriteIsRead() throws Exception {
    EngineNotification read = read(written("c", "ft", "\"source_label\":\"alice\","));

    assertThat(read.getSourceLabel()).isEqualTo("alice");
    assertThat(read.getSourceTag()).isEqualTo("ft");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\"b",
        "a\\b",
        "a\"",
        "\"",
        "a\",\"b",
        "}{][",
        "victim\",\"x\":\"",
        "victim\",\"source_tag\":\"spoofed",
        "victim\",\"source_label\":\"spoofed",
        "victim\",\"source_label\":\"x\",\"source_tag\":\"y",
        "victim\",\"type\":\"DTMF\",\"event\":1,\"x\":\"",
        "victim\",\"volume\":1,\"x\":\"",
        "victim\",\"callid\":\"victim"
      })
  void callIdIsWhateverStandsThere(String callId) throws Exception {
    for (String label : new String[] {"", "\"source_label\":\"\","}) {
      EngineNotification read = read(written(callId, "ft", label));

      assertThat(read.getCallId()).isEqualTo(callId);
      assertThat(read.getSourceTag()).isEqualTo("ft");
      assertThat(read.getEvent()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t\",\"tags\":[],\"z\":\"",
        "t\",\"callid\":\"victim",
        "t\",\"source_tag\":\"victim",
        "a\",\"b",
        "\"],\"callid\":\"victim\",\"x\":[\""
      })
  void tagCannotMakeItAnotherCall(String tag) {
    try {
      assertThat(read(written("mine", tag, "")).getCallId()).startsWith("mine");
    } catch (IOException refused) {
      assertThat(refused).isNotNull();
    }
  }

  @Test
  void newMembersAreKept() throws Exception {
    String written = written("c", "ft", "");

    EngineNotification read =
        read(written.substring(0, written.length() - 1) + ",\"new\":{\"a\":[1,\"b\"]}}");

    assertThat(read.getVolume()).isEqualTo(10);
    assertThat(read.getExtraMap().keySet()).containsExactly("new");
  }

  @Test
  void otherJsonIsRead() throws Exception {
    EngineNotification read =
        read("{ \"type\": \"DTMF\", \"event\": 11, \"callid\": \"a\\\"b\", \"x\": true }");

    assertThat(read.getCallId()).isEqualTo("a\"b");
    assertThat(read.getEvent()).isEqualTo(11);
    assertThat(read.getExtraMap()).containsEntry("x", NgValue.newBuilder().setText("true").build());
  }

  @Test
  void typeThatTheContractDoesNotKnowIsKept() throws Exception {
    EngineNotification read = read("{\"callid\":\"c\",\"type\":\"FAX\"}");

    assertThat(read.getKind()).isEqualTo(NotificationKind.NOTIFICATION_KIND_UNSPECIFIED);
    assertThat(read.getExtraMap())
        .containsEntry("type", NgValue.newBuilder().setText("FAX").build());
  }

  @Test
  void largeNumbersLoseNothing() throws Exception {
    EngineNotification read =
        read(
            "{\"callid\":\"c\",\"event\":4294967296,\"volume\":9223372036854775807,"
                + "\"new\":123456789012345678901234567890}");

    assertThat(read.getEvent()).isEqualTo(4_294_967_296L);
    assertThat(read.getVolume()).isEqualTo(Long.MAX_VALUE);
    assertThat(read.getExtraMap())
        .containsEntry(
            "new", NgValue.newBuilder().setText("123456789012345678901234567890").build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "}",
        "[]",
        "null",
        "\"callid\"",
        "{\"callid\":\"c\"",
        "{\"callid\":\"}",
        "{\"callid\":\"\"",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1}x",
        "{\"callid\":\"c\",\"volume\":1,\"event\":2,\"volume\":3,\"x}"
      })
  void whatIsNoObjectIsRefused(String text) {
    assertThatIOException().isThrownBy(() -> json.read(text.getBytes(UTF_8)));
  }

  @Test
  void depthIsLimited() {
    String deep = "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

    assertThatIOException().isThrownBy(() -> json.read(deep.getBytes(UTF_8)));
  }

  private static String written(String callId, String tag, String label) {
    return "{\"callid\":\""
        + callId
        + "\",\"source_tag\":\""
        + tag
        + "\","
        + label
        + "\"tags\":[\""
        + tag
        + "\",\"tt\"],\"type\":\"DTMF\",\"timestamp\":1795408569,\"source_ip\":\"127.0.0.1\","
        + "\"event\":5,\"duration\":80,\"volume\":10}";
  }

  private EngineNotification read(String text) throws IOException {
    return EngineNotification.parseFrom(
        reader.read(json.read(text.getBytes(ISO_8859_1))).orElseThrow());
  }
}
