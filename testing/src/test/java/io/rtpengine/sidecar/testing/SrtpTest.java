package io.rtpengine.sidecar.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class SrtpTest {

  private static final byte[] PACKET =
      new RtpPacket(0, false, 4711, 160, 0xdecafbadL, ByteBuffer.wrap(new byte[] {1, 2, 3}))
          .encode();

  /** RFC 3711, appendix B.3. */
  @Test
  void keysAreDerivedAsTheStandardSays() {
    HexFormat hex = HexFormat.of().withUpperCase();
    Srtp srtp =
        Srtp.of(hex.parseHex("E1F97A0D3E018BE0D64FA32C06DE41390EC675AD498AFEEBB6960B3AABE6"));

    assertThat(hex.formatHex(srtp.derived(0, 16))).isEqualTo("C61E7A93744F39EE10734AFE3FF7A087");
    assertThat(hex.formatHex(srtp.derived(1, 20)))
        .isEqualTo("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4");
    assertThat(hex.formatHex(srtp.derived(2, 14))).isEqualTo("30CBBC08863D8C85D49DB34A9AE1");
  }

  @Test
  void whatIsEncryptedIsDecrypted() {
    Srtp srtp = Srtp.random();

    byte[] protectedPacket = srtp.protect(PACKET);

    assertThat(protectedPacket).hasSize(PACKET.length + 10);
    assertThat(RtpPacket.decode(ByteBuffer.wrap(protectedPacket)).orElseThrow().payload().get(0))
        .isNotEqualTo((byte) 1);
    assertThat(srtp.unprotect(protectedPacket)).contains(PACKET);
  }

  @Test
  void whatIsNotAuthenticIsRefused() {
    Srtp srtp = Srtp.random();
    byte[] changed = srtp.protect(PACKET);
    changed[13] ^= 1;

    assertThat(srtp.unprotect(changed)).isEmpty();
    assertThat(srtp.unprotect(PACKET)).isEmpty();
    assertThat(srtp.unprotect(new byte[3])).isEmpty();
    assertThat(Srtp.random().unprotect(srtp.protect(PACKET))).isEmpty();
  }

  @Test
  void keyIsFoundInAnSdpAmongOthers() {
    Srtp srtp = Srtp.random();
    String sdp =
        "m=audio 1 RTP/SAVP 0\r\n"
            + "a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:x\r\n"
            + ("a=" + srtp.attribute().replace("crypto:1", "crypto:2") + "|2^31\r\n");

    Srtp read = Srtp.of(Sdp.parse(sdp).audio()).orElseThrow();

    assertThat(read.unprotect(srtp.protect(PACKET))).contains(PACKET);
    assertThat(srtp.answering(read).attribute())
        .isEqualTo(srtp.attribute().replace("crypto:1", "crypto:2"));
    assertThat(Base64.getDecoder().decode(srtp.attribute().replaceAll(".*:", ""))).hasSize(30);
  }
}
