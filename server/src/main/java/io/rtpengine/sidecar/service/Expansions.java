package io.rtpengine.sidecar.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.rtpengine.sidecar.expand.Expander;
import io.rtpengine.sidecar.expand.Expansion;
import io.rtpengine.v1.OfferResponse;
import io.rtpengine.v1.Served;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What makes plain requests of those that have a flag string, a SIP message, or profiles. It is
 * made when the first such request comes: many sidecars never see one. Thread-safe.
 */
final class Expansions {

  private final Supplier<Expander> maker;
  private final Function<MethodDescriptor, CommandHandler> handlers;
  private volatile @Nullable Expander expander;

  /**
   * Creates expansions.
   *
   * @param maker makes what expands
   * @param handlers have the handlers of the RPCs that are commands
   */
  Expansions(Supplier<Expander> maker, Function<MethodDescriptor, CommandHandler> handlers) {
    this.maker = maker;
    this.handlers = handlers;
  }

  /** Returns the handler of the requests that an expansion may come to. */
  CommandHandler handler(MethodDescriptor method) {
    return handlers.apply(method);
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
   * Adds to a response what comes of the expansion of its request, by the numbers that the fields
   * have in all responses.
   */
  static byte[] completed(byte[] response, Expansion expansion) {
    UnknownFieldSet fields = read(response);
    UnknownFieldSet.Builder completed = fields.toBuilder();
    if (!expansion.warnings().isEmpty()) {
      Served warnings = Served.newBuilder().addAllWarnings(expansion.warnings()).build();
      put(
          completed,
          OfferResponse.SERVED_FIELD_NUMBER,
          value(fields, OfferResponse.SERVED_FIELD_NUMBER).concat(warnings.toByteString()));
    }
    if (expansion.rewriting().isPresent()) {
      ByteString sdp = value(fields, OfferResponse.SDP_FIELD_NUMBER);
      put(completed, OfferResponse.SIP_MESSAGE_FIELD_NUMBER, expansion.rewriting().get().with(sdp));
    }
    return completed.build().toByteArray();
  }

  private static UnknownFieldSet read(byte[] response) {
    try {
      return UnknownFieldSet.parseFrom(response);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static ByteString value(UnknownFieldSet fields, int number) {
    List<ByteString> values = fields.getField(number).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.get(values.size() - 1);
  }

  /**
   * Sets a field, once: some readers of protobuf take the last of several, rather than all of them
   * together.
   */
  private static void put(UnknownFieldSet.Builder fields, int number, ByteString value) {
    fields.clearField(number);
    fields.addField(number, UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build());
  }
}
