package io.rtpengine.sidecar.expand;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.rtpengine.v1.Options;
import io.rtpengine.v1.SipMessage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a type of request that are expanded. Immutable and thread-safe.
 *
 * @param flagsString the flag string; null if there is no such field
 * @param sipMessage the SIP message; null if there is no such field
 * @param profiles the names of profiles; null if there is no such field
 */
record ExpansionFields(
    @Nullable FieldDescriptor flagsString,
    @Nullable FieldDescriptor sipMessage,
    @Nullable FieldDescriptor profiles) {

  static ExpansionFields of(Descriptor request) {
    FieldDescriptor flagsString = null;
    FieldDescriptor sipMessage = null;
    FieldDescriptor profiles = null;
    for (FieldDescriptor field : request.getFields()) {
      switch (field.getOptions().getExtension(Options.expansion)) {
        case EXPANSION_FLAGS_STRING -> flagsString = field;
        case EXPANSION_SIP_MESSAGE -> sipMessage = field;
        case EXPANSION_PROFILES -> profiles = field;
        case EXPANSION_UNSPECIFIED, UNRECOGNIZED -> {
          // It travels, or is the sidecar's own.
        }
      }
    }
    return new ExpansionFields(flagsString, sipMessage, profiles);
  }

  String flagsString(Message request) {
    return flagsString == null ? "" : (String) request.getField(flagsString);
  }

  Optional<SipMessage> sipMessage(Message request) {
    return sipMessage != null && request.hasField(sipMessage)
        ? Optional.of((SipMessage) request.getField(sipMessage))
        : Optional.empty();
  }

  List<String> profiles(Message request) {
    return profiles == null
        ? List.of()
        : ((List<?>) request.getField(profiles)).stream().map(String.class::cast).toList();
  }

  /** Returns a request without them. */
  Message without(Message request) {
    Message.Builder plain = request.toBuilder();
    for (FieldDescriptor field :
        new @Nullable FieldDescriptor[] {flagsString, sipMessage, profiles}) {
      if (field != null) {
        plain.clearField(field);
      }
    }
    return plain.build();
  }
}
