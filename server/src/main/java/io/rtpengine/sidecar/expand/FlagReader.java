package io.rtpengine.sidecar.expand;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.expand.Vocabulary.Word;
import io.rtpengine.sidecar.flags.Brackets;
import io.rtpengine.sidecar.flags.FlagItem;
import io.rtpengine.sidecar.flags.FlagString;
import io.rtpengine.sidecar.flags.FlagStringException;
import io.rtpengine.v1.FieldMeaning;
import io.rtpengine.v1.FieldRule;
import io.rtpengine.v1.FlagWords;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.Options;
import io.rtpengine.v1.TransportWord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Understands a flag string, for one type of request. Confined to one flag string. */
final class FlagReader {

  private final Vocabulary vocabulary;
  private final Descriptor request;
  private final NgEntries entries;
  private final FlagWords.Builder words = FlagWords.newBuilder();
  private final Map<FieldDescriptor, FlagItem> origins = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final TransportParts transport = new TransportParts();
  private @Nullable FlagItem lastTransport;

  private FlagReader(Vocabulary vocabulary, Descriptor request, Set<BencodeString> reserved) {
    this.vocabulary = vocabulary;
    this.request = request;
    this.entries = new NgEntries(reserved);
  }

  /**
   * Understands a flag string.
   *
   * @param request the type of the request that it belongs to
   * @param reserved keys that it can't say, normalised
   * @throws FlagStringException if it is wrong
   */
  static FlagReading read(
      String text, Vocabulary vocabulary, Descriptor request, Set<BencodeString> reserved)
      throws FlagStringException {
    FlagReader reader = new FlagReader(vocabulary, request, reserved);
    for (FlagItem item : FlagString.parse(text)) {
      if (item.value() == null) {
        reader.readToken(item);
      } else {
        reader.readPair(item, item.value());
      }
    }
    reader.addTransport();
    reader.addDirection();
    return new FlagReading(
        reader.words.build(), reader.entries, reader.warnings, Map.copyOf(reader.origins));
  }

  private void readToken(FlagItem item) throws FlagStringException {
    Word word = vocabulary.token(item.name());
    if (word == null) {
      Word key = vocabulary.key(item.name());
      if (key == null) {
        entries.add(vocabulary.flagsKey(), item.name(), item);
      } else if (!key.options().getValueOptional()) {
        throw new FlagStringException(item, "it needs a value");
      }
      return;
    }
    warnOf(word, item);
    if (word.value() != null) {
      readValueWord(word, word.value(), item);
      return;
    }
    if (isSpecial(word)) {
      words.setField(word.field(), true);
      origins.put(word.field(), item);
    }
    NgField ng = ng(word.field());
    if (!ng.getToken().isEmpty() && isWanted(word, item)) {
      entries.add(word.listKey(), ng.getToken(), item);
    }
  }

  /** Reads a token that is a value of an enum. */
  private void readValueWord(Word word, EnumValueDescriptor value, FlagItem item)
      throws FlagStringException {
    if (word.field().getNumber() == FlagWords.TRANSPORT_FIELD_NUMBER) {
      transport.take(TransportWord.valueOf(value));
      lastTransport = item;
    } else {
      readInterface(item);
    }
  }

  /** The first is the one towards the sender, any other the one towards the receiver. */
  private void readInterface(FlagItem item) throws FlagStringException {
    FieldDescriptor field =
        words
            .getDescriptorForType()
            .findFieldByNumber(
                words.hasInInterface()
                    ? FlagWords.OUT_INTERFACE_FIELD_NUMBER
                    : FlagWords.IN_INTERFACE_FIELD_NUMBER);
    set(field, item.name(), item);
  }

  private void readPair(FlagItem item, String value) throws FlagStringException {
    Word word = vocabulary.key(item.name());
    if (word == null) {
      if (vocabulary.token(item.name()) != null) {
        throw new FlagStringException(item, "it takes no value");
      }
      entries.put(
          item.name(),
          item.isBracketed() ? Brackets.parse(item, warnings) : BencodeString.of(value),
          item);
      return;
    }
    warnOf(word, item);
    if (value.isEmpty() && isRequired(word)) {
      throw new FlagStringException(item, "it needs a value");
    }
    if (isSpecial(word)) {
      set(word.field(), special(word.field(), value, item), item);
    }
    String key = ng(word.field()).getKey();
    if (!key.isEmpty()) {
      if (word.field().getJavaType() == FieldDescriptor.JavaType.INT) {
        entries.put(key, new BencodeInteger(number(word.field(), value, item)), item);
      } else {
        if (word.field().getJavaType() == FieldDescriptor.JavaType.ENUM) {
          valueOf(word.field().getEnumType(), Options.ngValue, value, item);
        }
        entries.put(key, BencodeString.of(withoutBrackets(value)), item);
      }
    }
  }

  /** An address of IPv6 may be written as in a URI; engines take it only without brackets. */
  private static String withoutBrackets(String value) {
    return value.startsWith("[") && IpAddress.parse(value).isPresent()
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static Object special(FieldDescriptor field, String value, FlagItem item)
      throws FlagStringException {
    return switch (field.getJavaType()) {
      case INT -> number(field, value, item);
      case ENUM -> valueOf(field.getEnumType(), Options.flagValue, value, item);
      default -> value;
    };
  }

  private static int number(FieldDescriptor field, String value, FlagItem item)
      throws FlagStringException {
    FieldRule rule = field.getOptions().getExtension(Options.rule);
    try {
      int number = Integer.parseInt(value);
      if (number >= rule.getMin() && value.charAt(0) != '+') {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below.
    }
    throw new FlagStringException(item, "its value must be a number, at least " + rule.getMin());
  }

  private static EnumValueDescriptor valueOf(
      EnumDescriptor type,
      com.google.protobuf.GeneratedMessage.GeneratedExtension<
              com.google.protobuf.DescriptorProtos.EnumValueOptions, String>
          spelling,
      String value,
      FlagItem item)
      throws FlagStringException {
    for (EnumValueDescriptor candidate : type.getValues()) {
      if (!value.isEmpty() && candidate.getOptions().getExtension(spelling).equals(value)) {
        return candidate;
      }
    }
    throw new FlagStringException(
        item,
        "its value must be one of "
            + type.getValues().stream()
                .map(candidate -> candidate.getOptions().getExtension(spelling))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", ")));
  }

  private void set(FieldDescriptor field, Object value, FlagItem item) throws FlagStringException {
    if (words.hasField(field)) {
      throw new FlagStringException(item, "this has been said already");
    }
    words.setField(field, value);
    origins.put(field, item);
  }

  private void addTransport() throws FlagStringException {
    FlagItem last = lastTransport;
    if (last != null) {
      String protocol =
          transport
              .ngValue()
              .orElseThrow(
                  () -> new FlagStringException(last, "there is no such transport protocol"));
      entries.put(
          vocabulary.ng(FieldMeaning.FIELD_MEANING_TRANSPORT), BencodeString.of(protocol), last);
    }
  }

  private void addDirection() throws FlagStringException {
    FlagItem in =
        words.getInInterface().isEmpty() ? null : originOf(FlagWords.IN_INTERFACE_FIELD_NUMBER);
    FlagItem out =
        words.getOutInterface().isEmpty() ? null : originOf(FlagWords.OUT_INTERFACE_FIELD_NUMBER);
    FlagItem either = in == null ? out : in;
    if (either == null) {
      return;
    }
    if (in == null || out == null) {
      throw new FlagStringException(either, "the interface of the other direction is missing");
    }
    if (Fields.canHold(request, FieldMeaning.FIELD_MEANING_DIRECTION)) {
      entries.putWhole(
          vocabulary.ng(FieldMeaning.FIELD_MEANING_DIRECTION),
          BencodeList.of(
              BencodeString.of(words.getInInterface()), BencodeString.of(words.getOutInterface())),
          in);
    } else {
      warnings.add(notSent(in));
      warnings.add(notSent(out));
    }
  }

  private @Nullable FlagItem originOf(int number) {
    return origins.get(FlagWords.getDescriptor().findFieldByNumber(number));
  }

  /** Whether the command takes the word; warns if not. */
  private boolean isWanted(Word word, FlagItem item) {
    if (!word.options().getFieldRequired() || Fields.canHold(request, word.field())) {
      return true;
    }
    warnings.add(notSent(item));
    return false;
  }

  /** Returns the warning that a command has no use for an item. */
  static String notSent(FlagItem item) {
    return said(item) + "means nothing to this command, and is not sent";
  }

  private void warnOf(Word word, FlagItem item) {
    if (word.options().getWithoutEffect()) {
      warnings.add(said(item) + "no rtpengine does anything with it");
    }
  }

  private static String said(FlagItem item) {
    return "'" + item.name() + "' at character " + item.position() + ": ";
  }

  private static boolean isSpecial(Word word) {
    return word.field().getContainingType().equals(FlagWords.getDescriptor());
  }

  private static boolean isRequired(Word word) {
    return word.field().getOptions().getExtension(Options.rule).getRequired();
  }

  private static NgField ng(FieldDescriptor field) {
    return field.getOptions().getExtension(Options.ng);
  }
}
