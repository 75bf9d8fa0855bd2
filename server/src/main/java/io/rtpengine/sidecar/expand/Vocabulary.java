package io.rtpengine.sidecar.expand;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.rtpengine.v1.FieldMeaning;
import io.rtpengine.v1.FlagWord;
import io.rtpengine.v1.FlagWords;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.Options;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of flag strings that mean something else than an entry of the dictionary by the same
 * name, as the options of the contract have them. Immutable and thread-safe.
 */
final class Vocabulary {

  private final Map<String, Word> tokens = new HashMap<>();
  private final Map<String, Word> keys = new HashMap<>();
  private final Map<FieldMeaning, String> ngKeys = new EnumMap<>(FieldMeaning.class);
  private final String flagsKey;

  /** Reads the contract. */
  Vocabulary() {
    // An offer has every option that there is.
    collect(OfferRequest.getDescriptor(), "", new HashSet<>());
    collect(FlagWords.getDescriptor(), "", new HashSet<>());
    this.flagsKey =
        ng(FlagWords.getDescriptor().findFieldByNumber(FlagWords.DIRECTIONAL_FIELD_NUMBER))
            .getList();
  }

  /**
   * A word.
   *
   * @param field the field that it stands for, of {@link FlagWords} or of a request
   * @param options what flag strings call the field
   * @param value what it says, if that is a value of an enum
   * @param listKey the key of the list of strings that the field is an entry of; "" if of none
   */
  record Word(
      FieldDescriptor field,
      FlagWord options,
      @Nullable EnumValueDescriptor value,
      String listKey) {}

  private void collect(Descriptor type, String listKey, Set<Descriptor> seen) {
    if (!seen.add(type)) {
      return;
    }
    for (FieldDescriptor field : type.getFields()) {
      NgField ng = ng(field);
      FieldMeaning meaning = field.getOptions().getExtension(Options.meaning);
      if (meaning != FieldMeaning.FIELD_MEANING_UNSPECIFIED) {
        ngKeys.putIfAbsent(meaning, ng.getKey().isEmpty() ? ng.getToken() : ng.getKey());
      }
      if (field.getOptions().hasExtension(Options.flag)) {
        add(field, ng.getList().isEmpty() ? listKey : ng.getList());
      }
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && field.getOptions().hasExtension(Options.ng)) {
        collect(field.getMessageType(), ng.getKey(), seen);
      }
    }
  }

  private void add(FieldDescriptor field, String listKey) {
    FlagWord options = field.getOptions().getExtension(Options.flag);
    Word word = new Word(field, options, null, listKey);
    if (options.getValues()) {
      for (EnumValueDescriptor value : field.getEnumType().getValues()) {
        String token = value.getOptions().getExtension(Options.flagValue);
        if (!token.isEmpty()) {
          tokens.put(token, new Word(field, options, value, listKey));
        }
      }
    }
    put(tokens, options.getToken(), word);
    put(keys, options.getKey(), word);
    put(keys, options.getKeyAlias(), word);
  }

  private static void put(Map<String, Word> words, String spelling, Word word) {
    if (!spelling.isEmpty() && words.put(spelling, word) != null) {
      throw new IllegalStateException("two fields are called " + spelling + " in flag strings");
    }
  }

  /** Returns the word that stands alone; null if there is none such. */
  @Nullable Word token(String token) {
    return tokens.get(token);
  }

  /** Returns the word that has a value; null if there is none such. */
  @Nullable Word key(String key) {
    return keys.get(key);
  }

  /** Returns the NG key, or token, of the field of a meaning. */
  String ng(FieldMeaning meaning) {
    String key = ngKeys.get(meaning);
    if (key == null) {
      throw new IllegalStateException("no field of an offer is " + meaning);
    }
    return key;
  }

  /** Returns the key of the list that tokens go into which nobody knows. */
  String flagsKey() {
    return flagsKey;
  }

  private static NgField ng(FieldDescriptor field) {
    return field.getOptions().getExtension(Options.ng);
  }
}
