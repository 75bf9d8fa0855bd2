package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;

/** The keys of maps: text as it is, integers as their decimal digits. */
sealed interface MapKeys {

  /** Returns the key of an entry as it travels. */
  String spelled(WireMessage entry);

  /**
   * Reads a key into an entry.
   *
   * @return whether it is one of this type
   */
  boolean read(BencodeString key, WireBuilder entry);

  /** Returns the keys that the key field of a map's entry holds. */
  static MapKeys of(MessageField field) {
    return switch (field.descriptor().getJavaType()) {
      case STRING -> new TextKeys(field, new ScalarCodecs.Text(null));
      case INT, LONG -> new IntegerKeys(field, new ScalarCodecs.Digits(null));
      default -> throw new ContractException(field.descriptor(), "has no form as a key in NG");
    };
  }

  /** Keys that are text. */
  record TextKeys(MessageField field, ScalarCodecs.Text codec) implements MapKeys {
    @Override
    public String spelled(WireMessage entry) {
      return entry.text(field.slot());
    }

    @Override
    public boolean read(BencodeString key, WireBuilder entry) {
      return codec.read(key, field, entry);
    }
  }

  /** Keys that are integers. */
  record IntegerKeys(MessageField field, ScalarCodecs.Digits codec) implements MapKeys {
    @Override
    public String spelled(WireMessage entry) {
      return Long.toString(entry.number(field.slot()));
    }

    @Override
    public boolean read(BencodeString key, WireBuilder entry) {
      return codec.read(key, field, entry);
    }
  }
}
