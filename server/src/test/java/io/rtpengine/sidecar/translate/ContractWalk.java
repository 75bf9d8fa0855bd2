package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.v1.CallServiceOuterClass;
import io.rtpengine.v1.ConnectionServiceOuterClass;
import io.rtpengine.v1.MediaServiceOuterClass;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.NgShape;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.NodeServiceOuterClass;
import io.rtpengine.v1.Options;
import io.rtpengine.v1.RecordingServiceOuterClass;
import io.rtpengine.v1.SubscriptionServiceOuterClass;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Goes through the options of the contract by itself, without the plans that are tested by it. */
final class ContractWalk {

  /** The files of the contract that have NG commands. */
  static final List<FileDescriptor> FILES =
      List.of(
          CallServiceOuterClass.getDescriptor(),
          MediaServiceOuterClass.getDescriptor(),
          RecordingServiceOuterClass.getDescriptor(),
          SubscriptionServiceOuterClass.getDescriptor(),
          ConnectionServiceOuterClass.getDescriptor(),
          NodeServiceOuterClass.getDescriptor());

  private ContractWalk() {}

  /** What a word is. */
  enum Kind {
    KEY,
    TOKEN,
    VALUE
  }

  /**
   * A word, and what stands for it.
   *
   * @param where the keys that lead to it, normalised
   * @param word the word, normalised
   * @param dictionary the message that is the dictionary or list, however deep the field is inlined
   * @param field the field that stands for it
   */
  record Word(Kind kind, String where, String word, Descriptor dictionary, FieldDescriptor field) {}

  /** Returns the RPCs that are NG commands. */
  static List<MethodDescriptor> commands() {
    return FILES.stream()
        .flatMap(file -> file.getServices().stream())
        .flatMap(service -> service.getMethods().stream())
        .filter(method -> method.getOptions().hasExtension(Options.ngCommand))
        .toList();
  }

  /** Returns the messages that a request or response is made of, itself included. */
  static Set<Descriptor> parts(Descriptor type) {
    Set<Descriptor> parts = new LinkedHashSet<>();
    addParts(type, parts);
    return parts;
  }

  private static void addParts(Descriptor type, Set<Descriptor> parts) {
    if (!type.getFile().getPackage().equals("rtpengine.v1")
        || type.equals(NgValue.getDescriptor())
        || !parts.add(type)) {
      return;
    }
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJavaType() == JavaType.MESSAGE && (travels(field) || isEntry(type))) {
        addParts(field.getMessageType(), parts);
      }
    }
  }

  /** Whether a field is part of what is sent or received. */
  static boolean travels(FieldDescriptor field) {
    return field.getOptions().hasExtension(Options.ng);
  }

  /** Whether a message is the entry of a map. */
  static boolean isEntry(Descriptor type) {
    return type.getOptions().getMapEntry();
  }

  /** Returns all words of a request or response. */
  static List<Word> words(Descriptor type) {
    List<Word> words = new ArrayList<>();
    addWords(new Place(type, "", "", ""), type, words);
    return words;
  }

  /**
   * Where fields stand.
   *
   * @param dictionary the message that is the dictionary or list
   * @param where the keys that lead to it
   * @param prefix what all keys begin with
   * @param suffix what all keys end with
   */
  private record Place(Descriptor dictionary, String where, String prefix, String suffix) {
    static Place of(Descriptor dictionary, String where) {
      return new Place(dictionary, where, "", "");
    }

    Place inlined(NgField options) {
      return new Place(
          dictionary, where, prefix + options.getKeyPrefix(), options.getKeySuffix() + suffix);
    }

    String key(String key) {
      return normalised(prefix + key + suffix);
    }

    String inside(String key) {
      return where.isEmpty() ? key : where + "." + key;
    }
  }

  private static void addWords(Place place, Descriptor type, List<Word> words) {
    for (FieldDescriptor field : type.getFields()) {
      NgField options = options(field);
      if (options.getInline()) {
        addWords(place.inlined(options), field.getMessageType(), words);
      } else if (!options.getKey().isEmpty()) {
        for (String spelled : with(options.getKey(), options.getKeyAliasList())) {
          String key = place.key(spelled);
          words.add(new Word(Kind.KEY, place.where, key, place.dictionary, field));
          addValue(field, place.inside(key), words);
        }
      } else if (isToken(field)) {
        String list = options.getList().isEmpty() ? place.where : normalised(options.getList());
        for (String token : tokens(field)) {
          words.add(new Word(Kind.TOKEN, list, normalised(token), place.dictionary, field));
        }
      }
    }
  }

  private static void addValue(FieldDescriptor field, String where, List<Word> words) {
    if (field.isMapField()) {
      FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
      if (value.getJavaType() == JavaType.MESSAGE) {
        addWords(Place.of(value.getMessageType(), where + ".*"), value.getMessageType(), words);
      }
    } else if (field.getJavaType() == JavaType.MESSAGE) {
      Descriptor type = field.getMessageType();
      addWords(Place.of(type, field.isRepeated() ? where + "[]" : where), type, words);
    } else if (field.getJavaType() == JavaType.ENUM) {
      for (String word : words(field.getEnumType())) {
        words.add(new Word(Kind.VALUE, where, normalised(word), field.getContainingType(), field));
      }
    }
  }

  private static boolean isToken(FieldDescriptor field) {
    return travels(field)
        && (shape(field.getContainingType()) == NgShape.NG_SHAPE_TOKENS
            || !options(field).getList().isEmpty());
  }

  private static List<String> tokens(FieldDescriptor field) {
    NgField options = options(field);
    if (field.getJavaType() == JavaType.ENUM) {
      return words(field.getEnumType());
    }
    return with(options.getToken() + options.getTokenPrefix(), options.getTokenAliasList());
  }

  private static List<String> words(EnumDescriptor type) {
    return type.getValues().stream()
        .map(value -> value.getOptions())
        .flatMap(
            value ->
                with(value.getExtension(Options.ngValue), value.getExtension(Options.ngValueAlias))
                    .stream())
        .toList();
  }

  private static List<String> with(String word, List<String> aliases) {
    return Stream.concat(Stream.of(word), aliases.stream()).filter(w -> !w.isEmpty()).toList();
  }

  static String normalised(String word) {
    return Spelling.normalised(BencodeString.of(word)).text().orElseThrow();
  }

  static NgShape shape(Descriptor type) {
    return type.getOptions().getExtension(Options.ngMessage).getShape();
  }

  static NgField options(FieldDescriptor field) {
    return field.getOptions().getExtension(Options.ng);
  }
}
