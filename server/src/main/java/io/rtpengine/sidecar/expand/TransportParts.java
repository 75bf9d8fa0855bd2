package io.rtpengine.sidecar.expand;

import io.rtpengine.v1.Options;
import io.rtpengine.v1.TransportProtocol;
import io.rtpengine.v1.TransportWord;
import java.util.List;
import java.util.Optional;

/**
 * Puts a transport protocol together from the words that say something of it: as the module of
 * OpenSIPS does, whose numbers for the protocols are sums of parts. Confined to one flag string.
 */
final class TransportParts {

  private static final int ENCRYPTED = 1;
  private static final int FEEDBACK = 2;
  private static final int DTLS = 4;

  /** By their numbers. In those of DTLS, the parts mean something else. */
  private static final List<TransportProtocol> PROTOCOLS =
      List.of(
          TransportProtocol.TRANSPORT_PROTOCOL_RTP_AVP,
          TransportProtocol.TRANSPORT_PROTOCOL_RTP_SAVP,
          TransportProtocol.TRANSPORT_PROTOCOL_RTP_AVPF,
          TransportProtocol.TRANSPORT_PROTOCOL_RTP_SAVPF,
          TransportProtocol.TRANSPORT_PROTOCOL_UDP_TLS_RTP_SAVP,
          TransportProtocol.TRANSPORT_PROTOCOL_UDP_TLS_RTP_SAVPF);

  private int number;

  /** Takes the next word. */
  void take(TransportWord word) {
    number =
        switch (word) {
          case TRANSPORT_WORD_RTP -> number & ~ENCRYPTED;
          case TRANSPORT_WORD_SRTP -> number | ENCRYPTED;
          case TRANSPORT_WORD_AVP -> number & ~FEEDBACK;
          case TRANSPORT_WORD_AVPF -> number | FEEDBACK;
          case TRANSPORT_WORD_RTP_AVP -> 0;
          case TRANSPORT_WORD_RTP_SAVP -> ENCRYPTED;
          case TRANSPORT_WORD_RTP_AVPF -> FEEDBACK;
          case TRANSPORT_WORD_RTP_SAVPF -> ENCRYPTED | FEEDBACK;
          case TRANSPORT_WORD_UDP_TLS_RTP_SAVP -> DTLS;
          case TRANSPORT_WORD_UDP_TLS_RTP_SAVPF -> DTLS | ENCRYPTED;
          case TRANSPORT_WORD_UNSPECIFIED, UNRECOGNIZED -> number;
        };
  }

  /** Returns what NG calls the protocol that the words make; nothing if there is none. */
  Optional<String> ngValue() {
    return number < PROTOCOLS.size()
        ? Optional.of(
            PROTOCOLS.get(number).getValueDescriptor().getOptions().getExtension(Options.ngValue))
        : Optional.empty();
  }
}
