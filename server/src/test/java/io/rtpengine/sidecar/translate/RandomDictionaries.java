package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.NgShape;
import io.rtpengine.v1.Options;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes dictionaries that are like those of a message, and then again not: the right keys with the
 * right values, with values of another type, with nothing in them, and keys that nobody knows.
 */
final class RandomDictionaries {

  /** What the dictionaries are. */
  enum Side {
    REQUEST,
    REPLY
  }

  private static final String[] NOVELTIES = {"novelty", "X-Novel Key", "ne\u00fc", ""};

  private final Descriptor type;
  private final Side side;
  private final Random random;

  RandomDictionaries(Descriptor type, Side side, Random random) {
    this.type = type;
    this.side = side;
    this.random = random;
  }

  /** Returns another one. What a request must have, it has, one way or another. */
  BencodeDictionary next() {
    return dictionary(type, side == Side.REQUEST);
  }

  private BencodeDictionary dictionary(Descriptor message, boolean mandatory) {
    Map<String, BencodeValue> entries = new LinkedHashMap<>();
    Map<String, List<String>> lists = new LinkedHashMap<>();
    addEntries(message, "", "", mandatory, entries, lists);
    lists.forEach((key, tokens) -> entries.put(key, list(tokens)));
    for (String novelty : NOVELTIES) {
      if (random.nextInt(8) == 0) {
        entries.put(novelty, anything(3));
      }
    }
    return shuffled(entries);
  }

  private BencodeDictionary shuffled(Map<String, BencodeValue> entries) {
    List<String> keys = new ArrayList<>(entries.keySet());
    java.util.Collections.shuffle(keys, random);
    BencodeDictionary.Builder dictionary = BencodeDictionary.builder();
    for (String key : keys) {
      dictionary.put(key, java.util.Objects.requireNonNull(entries.get(key)));
    }
    return dictionary.build();
  }

  private void addEntries(
      Descriptor message,
      String prefix,
      String suffix,
      boolean mandatory,
      Map<String, BencodeValue> entries,
      Map<String, List<String>> lists) {
    for (FieldDescriptor field : message.getFields()) {
      NgField ng = field.getOptions().getExtension(Options.ng);
      boolean required = mandatory && field.getOptions().getExtension(Options.rule).getRequired();
      if (ng.getInline()) {
        int before = entries.size();
        addEntries(
            field.getMessageType(),
            prefix + ng.getKeyPrefix(),
            ng.getKeySuffix() + suffix,
            required,
            entries,
            lists);
        if (required && entries.size() == before) {
          FieldDescriptor first = field.getMessageType().getFields().get(0);
          NgField how = first.getOptions().getExtension(Options.ng);
          entries.put(how.getKey(), fitting(first, how));
        }
      } else if (!ng.getAlways().isEmpty()) {
        entries.put(ng.getKey(), BencodeList.of(BencodeString.of(ng.getAlways())));
      } else if (!ng.getKey().isEmpty() && (required || random.nextInt(4) == 0)) {
        entries.put(
            prefix + ng.getKey() + suffix,
            required || random.nextInt(3) > 0 ? fitting(field, ng) : anything(3));
      } else if (!ng.getList().isEmpty() && random.nextInt(6) == 0) {
        lists.computeIfAbsent(ng.getList(), key -> new ArrayList<>()).addAll(tokens(field, ng));
      }
    }
  }

  private BencodeValue list(List<String> tokens) {
    if (random.nextBoolean()) {
      java.util.Collections.shuffle(tokens, random);
    }
    return BencodeList.of(tokens.stream().map(BencodeString::of).toArray(BencodeValue[]::new));
  }

  private Set<String> tokens(FieldDescriptor field, NgField ng) {
    Set<String> tokens = new LinkedHashSet<>();
    if (!ng.getToken().isEmpty()) {
      tokens.add(ng.getToken());
    } else if (!ng.getTokenPrefix().isEmpty()) {
      tokens.add(ng.getTokenPrefix() + "AES_CM_128_HMAC_SHA1_80");
      tokens.add(ng.getTokenPrefix() + "a;b;c");
    } else if (field.getJavaType() == JavaType.ENUM) {
      tokens.add(word(field));
    } else {
      tokens.add("unheard-of");
      tokens.add("un heard_Of");
    }
    return tokens;
  }

  private BencodeValue fitting(FieldDescriptor field, NgField ng) {
    if (field.isMapField()) {
      Map<String, BencodeValue> entries = new LinkedHashMap<>();
      FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        entries.put(
            key.getJavaType() == JavaType.STRING
                ? "tag" + i
                : Long.toString(random.nextLong(1L << 32)),
            single(field.getMessageType().findFieldByNumber(2), ng));
      }
      return shuffled(entries);
    }
    if (field.isRepeated() || ng.getListed()) {
      BencodeValue[] values = new BencodeValue[ng.getListed() ? 1 : 1 + random.nextInt(3)];
      for (int i = 0; i < values.length; i++) {
        values[i] = single(field, ng);
      }
      return BencodeList.of(values);
    }
    return single(field, ng);
  }

  private BencodeValue single(FieldDescriptor field, NgField ng) {
    return switch (field.getJavaType()) {
      case STRING -> BencodeString.of("text" + random.nextInt(10));
      case BYTE_STRING -> BencodeString.of(bytes());
      case ENUM -> BencodeString.of(word(field));
      case BOOLEAN -> ng.getYes().isEmpty() ? number() : BencodeString.of(ng.getYes());
      case MESSAGE -> message(field, ng);
      default -> ng.getText() ? BencodeString.of("" + random.nextInt(100)) : number();
    };
  }

  private BencodeValue message(FieldDescriptor field, NgField ng) {
    Descriptor message = field.getMessageType();
    if (!message.getFile().getPackage().equals("rtpengine.v1")) {
      return ng.getText() || ng.getDecimals() > 0 ? BencodeString.of("1.500000") : number();
    }
    if (message.equals(io.rtpengine.v1.NgValue.getDescriptor())) {
      return anything(3);
    }
    NgShape shape = message.getOptions().getExtension(Options.ngMessage).getShape();
    if (shape == NgShape.NG_SHAPE_TOKENS) {
      List<String> tokens = new ArrayList<>();
      for (FieldDescriptor token : message.getFields()) {
        if (random.nextInt(3) == 0) {
          tokens.addAll(tokens(token, token.getOptions().getExtension(Options.ng)));
        }
      }
      return tokens.size() == 1 && random.nextBoolean()
          ? BencodeString.of(tokens.get(0))
          : list(tokens);
    }
    if (shape == NgShape.NG_SHAPE_TUPLE) {
      return BencodeList.of(
          message.getFields().stream()
              .map(entry -> single(entry, entry.getOptions().getExtension(Options.ng)))
              .toArray(BencodeValue[]::new));
    }
    return dictionary(message, side == Side.REQUEST);
  }

  private String word(FieldDescriptor field) {
    List<EnumValueDescriptor> values = field.getEnumType().getValues();
    EnumValueDescriptor value = values.get(1 + random.nextInt(values.size() - 1));
    return value.getOptions().getExtension(Options.ngValue);
  }

  private BencodeValue number() {
    return new BencodeInteger(
        switch (random.nextInt(6)) {
          case 0 -> 0;
          case 1 -> -random.nextInt(1000);
          case 2 -> Long.MIN_VALUE;
          case 3 -> Long.MAX_VALUE;
          case 4 -> 0xFFFF_FFFFL - random.nextInt(100);
          default -> random.nextInt(10_000);
        });
  }

  private byte[] bytes() {
    byte[] bytes = new byte[1 + random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  private BencodeValue anything(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> BencodeString.of("");
      case 1 -> BencodeString.of("text");
      case 2 -> BencodeString.of("" + random.nextInt(100));
      case 3 -> BencodeString.of(bytes());
      case 4 -> number();
      case 5 -> BencodeList.of();
      case 6 -> BencodeList.of(anything(depth - 1), anything(depth - 1));
      default -> {
        BencodeDictionary.Builder dictionary = BencodeDictionary.builder();
        if (random.nextBoolean()) {
          dictionary.put("key", anything(depth - 1));
          dictionary.put(BencodeString.of(new byte[] {-1, 0}), anything(depth - 1));
        }
        yield dictionary.build();
      }
    };
  }
}
