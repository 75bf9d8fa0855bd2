package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.v1.NgField;
import io.rtpengine.v1.NgRole;
import io.rtpengine.v1.NgShape;
import io.rtpengine.v1.NgValue;
import io.rtpengine.v1.Options;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the options of the contract into plans, once for each type of message. Confined to the
 * thread that starts the sidecar.
 */
final class PlanCompiler {

  private final Map<Descriptor, MessagePlan> plans = new HashMap<>();
  private final Map<Inlined, DictionaryPlan.Group> groups = new HashMap<>();
  private final Map<Listed, TokenList.Contributors> contributors = new HashMap<>();

  /**
   * A message that is inlined, possibly in many others, where its keys have a prefix and suffix.
   */
  private record Inlined(Descriptor type, String prefix, String suffix) {}

  /** A message that contributes to a list, possibly in many others. */
  private record Listed(Descriptor type, String list) {}

  /**
   * Returns the plan of a message that is the dictionary of a request or reply.
   *
   * @param reservedKeys keys that something else writes into the same dictionary
   */
  DictionaryPlan dictionary(Descriptor type, Set<String> reservedKeys) {
    List<DictionaryPlan.KeyedTokens> lists = new ArrayList<>();
    for (String key : listKeys(type, new LinkedHashSet<>())) {
      lists.add(
          new DictionaryPlan.KeyedTokens(
              new Key(key), new TokenList(contributors(type, key), freeTokens(type, key))));
    }
    return new DictionaryPlan(group(type, "", ""), lists, extra(type), reservedKeys);
  }

  private MessagePlan plan(Descriptor type) {
    MessagePlan plan = plans.get(type);
    if (plan == null) {
      plan =
          switch (shape(type)) {
            case NG_SHAPE_TOKENS ->
                new TokensPlan(
                    new TokenList(contributors(type, ""), freeTokens(type, "")),
                    type.getOptions().getExtension(Options.ngMessage).getSingleAsString());
            case NG_SHAPE_TUPLE ->
                new TuplePlan(
                    type.getFields().stream().map(field -> fieldPlan(field, ng(field))).toList());
            default -> dictionary(type, Set.of());
          };
      plans.put(type, plan);
    }
    return plan;
  }

  /** Compiles the entries of a message whose keys are prefixed and suffixed where it is inlined. */
  private DictionaryPlan.Group group(Descriptor type, String prefix, String suffix) {
    Inlined place = new Inlined(type, prefix, suffix);
    DictionaryPlan.Group group = groups.get(place);
    if (group == null) {
      group = newGroup(type, prefix, suffix);
      groups.put(place, group);
    }
    return group;
  }

  private DictionaryPlan.Group newGroup(Descriptor type, String prefix, String suffix) {
    List<DictionaryPlan.Entry> entries = new ArrayList<>();
    List<DictionaryPlan.InlinedGroup> inlined = new ArrayList<>();
    List<DictionaryPlan.Required> required = new ArrayList<>();
    for (FieldDescriptor field : type.getFields()) {
      NgField options = ng(field);
      if (!options.getKey().isEmpty()) {
        entries.add(
            new DictionaryPlan.Entry(
                new Key(prefix + options.getKey() + suffix),
                options.getKeyAliasList().stream().map(alias -> prefix + alias + suffix).toList(),
                fieldPlan(field, options)));
      } else if (options.getInline()) {
        inlined.add(
            new DictionaryPlan.InlinedGroup(
                field,
                group(
                    field.getMessageType(),
                    prefix + options.getKeyPrefix(),
                    options.getKeySuffix() + suffix)));
      }
      if (field.getOptions().getExtension(Options.rule).getRequired()) {
        required.add(
            new DictionaryPlan.Required(
                field,
                keys(field).collect(Collectors.toSet()),
                options.getInline(),
                options.getRole() == NgRole.NG_ROLE_CALL_ID
                    ? Violation.Kind.MISSING_CALL_ID
                    : Violation.Kind.MISSING_FIELD));
      }
    }
    return new DictionaryPlan.Group(type, entries, inlined, required);
  }

  /** Returns the keys that a field stands for; of an inlined message, those of its fields. */
  private static Stream<BencodeString> keys(FieldDescriptor field) {
    NgField options = ng(field);
    if (options.getInline()) {
      return field.getMessageType().getFields().stream().flatMap(PlanCompiler::keys);
    }
    return Stream.concat(Stream.of(options.getKey()), options.getKeyAliasList().stream())
        .filter(key -> !key.isEmpty())
        .map(Spelling::normalised);
  }

  private FieldPlan fieldPlan(FieldDescriptor field, NgField options) {
    if (field.isMapField()) {
      FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
      return new FieldPlan.Keyed(field, codec(value, options));
    }
    Rule rule = Rule.of(field);
    if (field.isRepeated()) {
      return new FieldPlan.Repeated(
          field,
          codec(field, options),
          rule,
          options.getAlways().isEmpty() ? null : BencodeString.of(options.getAlways()));
    }
    ElementCodec codec = codec(field, options);
    return new FieldPlan.Single(field, options.getListed() ? new ListedCodec(codec) : codec, rule);
  }

  private ElementCodec codec(FieldDescriptor field, NgField options) {
    if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return ScalarCodecs.of(field, options);
    }
    if (TimeCodecs.handles(field.getMessageType())) {
      return TimeCodecs.of(field, options);
    }
    if (field.getMessageType().equals(NgValue.getDescriptor())) {
      return NgValues.CODEC;
    }
    return plan(field.getMessageType());
  }

  private static Set<String> listKeys(Descriptor type, Set<String> keys) {
    for (FieldDescriptor field : type.getFields()) {
      NgField options = ng(field);
      if (!options.getList().isEmpty()) {
        keys.add(options.getList());
      } else if (options.getInline()) {
        listKeys(field.getMessageType(), keys);
      }
    }
    return keys;
  }

  private TokenList.Contributors contributors(Descriptor type, String list) {
    Listed place = new Listed(type, list);
    TokenList.Contributors found = contributors.get(place);
    if (found == null) {
      found = newContributors(type, list);
      contributors.put(place, found);
    }
    return found;
  }

  private TokenList.Contributors newContributors(Descriptor type, String list) {
    List<TokenField> fields = new ArrayList<>();
    List<TokenList.Inlined> inlined = new ArrayList<>();
    for (FieldDescriptor field : type.getFields()) {
      NgField options = ng(field);
      if (options.getInline()) {
        TokenList.Contributors nested = contributors(field.getMessageType(), list);
        if (!nested.isEmpty()) {
          inlined.add(new TokenList.Inlined(field, nested));
        }
      } else if (options.getList().equals(list)
          && options.getKey().isEmpty()
          && !options.getFreeTokens()
          && field.getOptions().hasExtension(Options.ng)) {
        fields.add(TokenField.of(field, options));
      }
    }
    return new TokenList.Contributors(fields, inlined);
  }

  private static @Nullable TokenField freeTokens(Descriptor type, String list) {
    for (FieldDescriptor field : type.getFields()) {
      NgField options = ng(field);
      if (options.getFreeTokens() && options.getList().equals(list)) {
        return TokenField.of(field, options);
      }
    }
    return null;
  }

  private static FieldPlan.@Nullable Keyed extra(Descriptor type) {
    for (FieldDescriptor field : type.getFields()) {
      if (ng(field).getExtra()) {
        return new FieldPlan.Keyed(field, NgValues.CODEC);
      }
    }
    return null;
  }

  private static NgShape shape(Descriptor type) {
    return type.getOptions().getExtension(Options.ngMessage).getShape();
  }

  private static NgField ng(FieldDescriptor field) {
    return field.getOptions().getExtension(Options.ng);
  }
}
