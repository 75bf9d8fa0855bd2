package io.rtpengine.sidecar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

final class SdpTest {

  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);

  @Test
  void whatIsMadeCanBeRead() {
    Sdp.Media audio = Sdp.parse(Sdp.audio(HERE, "sendonly", "mid:0")).audio();

    assertThat(audio.rtp()).isEqualTo(HERE);
    assertThat(audio.protocol()).isEqualTo("RTP/AVP");
    assertThat(audio.formats()).containsExactly("0", "101");
    assertThat(audio.attribute("sendonly")).contains("");
    assertThat(audio.attribute("mid")).contains("0");
    assertThat(audio.attribute("recvonly")).isEmpty();
  }

  @Test
  void linesEndWithCrLf() {
    assertThat(Sdp.audio(HERE)).doesNotContainPattern("[^\r]\n").endsWith("\r\n");
  }

  @Test
  void addressOfTheSectionGoesBeforeThatOfTheSession() {
    Sdp sdp =
        Sdp.parse(
            """
            v=0
            c=IN IP4 192.0.2.1
            m=video 0 RTP/SAVPF 96
            m=audio 5000 RTP/AVP 0
            c=IN IP6 2001:db8::1
            a=candidate:1 1 UDP 1 192.0.2.1 5000 typ host
            a=candidate:2 1 UDP 1 192.0.2.1 5002 typ host
            """);

    assertThat(sdp.media().get(0).address()).isEqualTo("192.0.2.1");
    assertThat(sdp.audio().address()).isEqualTo("2001:db8::1");
    assertThat(sdp.audio().candidates())
        .containsExactly("1 1 UDP 1 192.0.2.1 5000 typ host", "2 1 UDP 1 192.0.2.1 5002 typ host");
  }

  @Test
  void sectionWithoutAPortIsRefused() {
    assertThatThrownBy(() -> Sdp.parse("m=audio")).isInstanceOf(IllegalArgumentException.class);
  }
}
