package io.rtpengine.sidecar.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.rtpengine.sidecar.expand.Expander;
import io.rtpengine.sidecar.expand.Expansion;
import io.rtpengine.v1.OfferResponse;
import io.rtpengine.v1.Served;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What makes plain requests of those that have a flag string, a SIP message, or profiles. It is
 * made when the first such request comes: many sidecars never see one. Thread-safe once all
 * handlers are added.
 */
final class Expansions {

  private final Supplier<Expander> maker;
  private final Map<MethodDescriptor, CommandHandler> handlers = new HashMap<>();
  private volatile @Nullable Expander expander;

  Expansions(Supplier<Expander> maker) {
    this.maker = maker;
  }

  /** Adds a handler, before anything is expanded. */
  void add(MethodDescriptor method, CommandHandler handler) {
    handlers.put(method, handler);
  }

  /** Returns the handler of the requests that an expansion may come to. */
  CommandHandler handler(MethodDescriptor method) {
    return Objects.requireNonNull(handlers.get(method), "an RPC that is a command");
  }

  /** Returns what expands. */
  Expander expander() {
    Expander made = expander;
    if (made == null) {
      synchronized (this) {
        made = expander;
        if (made == null) {
          made = maker.get();
          expander = made;
        }
      }
    }
    return made;
  }

  /**
   * Adds to a response what comes of the expansion of its request. In protobuf, what is appended to
   * a message is added to it; and what is appended here has the same numbers in all responses.
   */
  static byte[] completed(byte[] response, Expansion expansion) {
    OfferResponse.Builder added = OfferResponse.newBuilder();
    if (!expansion.warnings().isEmpty()) {
      added.setServed(Served.newBuilder().addAllWarnings(expansion.warnings()));
    }
    if (expansion.rewriting().isPresent()) {
      added.setSipMessage(expansion.rewriting().get().with(sdp(response)));
    }
    byte[] bytes = added.build().toByteArray();
    byte[] completed = Arrays.copyOf(response, response.length + bytes.length);
    System.arraycopy(bytes, 0, completed, response.length, bytes.length);
    return completed;
  }

  private static ByteString sdp(byte[] response) {
    try {
      return OfferResponse.parseFrom(response).getSdp();
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
