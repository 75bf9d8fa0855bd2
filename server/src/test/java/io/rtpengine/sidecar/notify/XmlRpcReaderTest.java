package io.rtpengine.sidecar.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The callbacks that engines make, and what others would like them to be. */
class XmlRpcReaderTest {

  private static final String END = "</string></value></param></params></methodCall>";
  private static final String BETWEEN = "</string></value></param><param><value><string>";

  private final XmlRpcReader reader = new XmlRpcReader();

  @Test
  void formsOfNewEnginesAreRead() throws Exception {
    assertThat(read(written("teardown", "c")).parameters()).containsExactly("c");
    assertThat(read(written("dlg.terminate_dlg", "c", "ft", "tt")).parameters())
        .containsExactly("c", "ft", "tt");
    assertThat(read(written("di", "sbc", "postControlCmd", "ft", "teardown")).parameters())
        .containsExactly("sbc", "postControlCmd", "ft", "teardown");
  }

  @Test
  void formOfOlderEnginesIsRead() throws Exception {
    XmlRpcCall call =
        read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <methodCall>
            <methodName>dlg.terminate_dlg</methodName>
            <params>
            <param><value><string>a&lt;b&gt;&amp;c</string></value></param>
            <param><value><string>ft</string></value></param>
            <param><value>tt</value></param>
            </params>
            </methodCall>
            """);

    assertThat(call.method()).isEqualTo("dlg.terminate_dlg");
    assertThat(call.parameters()).containsExactly("a<b>&c", "ft", "tt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a<b",
        "a&b",
        "a>",
        "victim" + END + "<!--",
        "victim" + BETWEEN + "x",
        "<methodName>",
        "victim</string></value></param></params></methodCall>"
      })
  void callIdIsWhateverStandsThere(String callId) throws Exception {
    assertThat(read(written("teardown", callId)).parameters()).containsExactly(callId);
    assertThat(read(written("dlg.terminate_dlg", callId, "ft", "tt")).parameters())
        .containsExactly(callId, "ft", "tt");
    assertThat(read(written("di", "sbc", "postControlCmd", callId, "teardown")).parameters())
        .containsExactly("sbc", "postControlCmd", callId, "teardown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "<methodCall>",
        "<methodCall/>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><methodCall><methodName>&b;</methodName></methodCall>",
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\"><methodCall><methodName>a</methodName>"
            + "</methodCall>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><methodCall><methodName>a"
            + "</methodName><params><param><value>&b;</value></param></params></methodCall>",
        "<methodCall><methodName>a</methodName></methodCall><methodCall/>"
      })
  void whatIsNoCallIsRefused(String text) {
    assertRefused(text);
  }

  @Test
  void entitiesThatGrowAreRefusedAtOnce() {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY a0 \"ha\">");
    for (int i = 1; i < 40; i++) {
      laughs
          .append("<!ENTITY a")
          .append(i)
          .append(" \"&a")
          .append(i - 1)
          .append(";&a")
          .append(i - 1)
          .append(";\">");
    }
    assertRefused(laughs + "]><methodCall><methodName>&a39;</methodName></methodCall>");
  }

  @Test
  void depthAndNumberAreLimited() {
    assertRefused("<a>".repeat(17) + "</a>".repeat(17));
    assertRefused(
        "<methodCall><methodName>a</methodName><params>"
            + "<param><value>1</value></param>".repeat(17)
            + "</params></methodCall>");
  }

  private void assertRefused(String text) {
    assertThatExceptionOfType(XMLStreamException.class).isThrownBy(() -> read(text));
  }

  private XmlRpcCall read(String text) throws XMLStreamException {
    return reader.read(text.getBytes(UTF_8));
  }

  static String written(String method, String... parameters) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodCall><methodName>"
        + method
        + "</methodName><params><param><value><string>"
        + String.join(BETWEEN, parameters)
        + END;
  }
}
