package io.rtpengine.sidecar.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.MessageType;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.v1.FieldMeaning;
import io.rtpengine.v1.Options;
import io.rtpengine.v1.SessionOptions;
import io.rtpengine.v1.TransportOptions;
import io.rtpengine.v1.TransportProtocol;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells of which offers an engine may hand the media on as they are, encrypted with the keys of
 * their parties: those of SRTP that are to stay SRTP. Immutable and thread-safe.
 */
final class SealedMedia {

  /**
   * The keys of SRTP, or what they are negotiated with, whatever the protocol is called (RFC 8643).
   */
  private static final List<byte[]> KEYS =
      List.of("a=crypto:".getBytes(US_ASCII), "a=fingerprint:".getBytes(US_ASCII));

  private static final Set<TransportProtocol> STILL_SECURE =
      Set.of(
          TransportProtocol.TRANSPORT_PROTOCOL_RTP_SAVP,
          TransportProtocol.TRANSPORT_PROTOCOL_RTP_SAVPF,
          TransportProtocol.TRANSPORT_PROTOCOL_UDP_TLS_RTP_SAVP,
          TransportProtocol.TRANSPORT_PROTOCOL_UDP_TLS_RTP_SAVPF,
          TransportProtocol.TRANSPORT_PROTOCOL_ACCEPT);

  private final Optional<MessageField> sdp;
  private final Optional<MessageField> options;

  SealedMedia(MessageType request) {
    this.sdp =
        request.fields().stream()
            .filter(
                field ->
                    field.descriptor().getOptions().getExtension(Options.meaning)
                        == FieldMeaning.FIELD_MEANING_SDP)
            .findFirst();
    this.options =
        request.fields().stream()
            .filter(field -> field.holds(SessionOptions.getDescriptor()))
            .findFirst();
  }

  /** Returns whether a request offers such media; one that can't be right does not. */
  boolean areOffered(WireMessage request) {
    try {
      return sdp.isPresent() && haveKeys(request, sdp.get()) && staySecure(request);
    } catch (MalformedMessageException foundWhenItIsTranslated) {
      return false;
    }
  }

  private static boolean haveKeys(WireMessage request, MessageField sdp) {
    for (byte[] key : KEYS) {
      if (request.contains(sdp, key)) {
        return true;
      }
    }
    return false;
  }

  private boolean staySecure(WireMessage request) throws MalformedMessageException {
    if (options.isEmpty()) {
      return true;
    }
    MessageField transport =
        options.get().messageType().field(SessionOptions.TRANSPORT_FIELD_NUMBER);
    MessageField protocol = transport.messageType().field(TransportOptions.PROTOCOL_FIELD_NUMBER);
    WireMessage wanted = request.message(options.get()).message(transport);
    return !wanted.isSet(protocol) || isSecure(wanted.number(protocol.slot()));
  }

  private static boolean isSecure(long number) {
    TransportProtocol protocol = TransportProtocol.forNumber((int) number);
    return protocol != null && STILL_SECURE.contains(protocol);
  }
}
