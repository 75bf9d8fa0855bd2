package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.rtpengine.sidecar.bencode.BencodeString;
import org.jspecify.annotations.Nullable;

/** The keys of maps: text as it is, integers as their decimal digits. */
interface MapKeys {

  /** Returns the key as it travels. */
  String spelled(Object key);

  /** Returns the key that travels so; null if it is none of this type. */
  @Nullable Object read(BencodeString key);

  /** Returns the codec for the key field of a map's entry. */
  static MapKeys of(FieldDescriptor keyField) {
    return switch (keyField.getJavaType()) {
      case STRING -> TextKeys.INSTANCE;
      case INT, LONG -> new IntegerKeys(keyField, new ScalarCodecs.Digits(keyField));
      default -> throw new ContractException(keyField, "has no form as a key in NG");
    };
  }

  /** Keys that are text. */
  enum TextKeys implements MapKeys {
    INSTANCE;

    @Override
    public String spelled(Object key) {
      return (String) key;
    }

    @Override
    public @Nullable Object read(BencodeString key) {
      return key.text().orElse(null);
    }
  }

  /** Keys that are integers. */
  record IntegerKeys(FieldDescriptor field, ScalarCodecs.Digits digits) implements MapKeys {
    @Override
    public String spelled(Object key) {
      return Long.toString(Integers.toLong(field, key));
    }

    @Override
    public @Nullable Object read(BencodeString key) {
      return digits.parse(key);
    }
  }
}
