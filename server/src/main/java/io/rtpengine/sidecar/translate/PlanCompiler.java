package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.MessageType;
import io.rtpengine.sidecar.protobuf.MessageTypes;
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
 * thread that compiles the contract.
 */
final class PlanCompiler {

  private final NgValues ngValues;
  private final Map<MessageType, MessagePlan> plans = new HashMap<>();
  private final Map<Inlined, DictionaryPlan.Group> groups = new HashMap<>();
  private final Map<MessageType, Map<String, TokenList.Contributors>> contributors =
      new HashMap<>();

  PlanCompiler(MessageTypes types) {
    this.ngValues = new NgValues(types.of(NgValue.getDescriptor()));
  }

  /**
   * A message that is inlined, possibly in many others, where its keys have a prefix and suffix.
   */
  private record Inlined(MessageType type, String prefix, String suffix) {}

  /**
   * Returns the plan of a message that is the dictionary of a request or reply.
   *
   * @param reservedKeys keys that something else writes into the same dictionary
   */
  DictionaryPlan dictionary(MessageType type, Set<String> reservedKeys) {
    List<DictionaryPlan.KeyedTokens> lists = new ArrayList<>();
    for (String key : listKeys(type, new LinkedHashSet<>())) {
      lists.add(
          new DictionaryPlan.KeyedTokens(
              new EncodedString(key),
              new TokenList(contributors(type, key), freeTokens(type, key))));
    }
    return new DictionaryPlan(group(type, "", ""), lists, extra(type), reservedKeys);
  }

  private MessagePlan plan(MessageType type) {
    MessagePlan plan = plans.get(type);
    if (plan == null) {
      plan =
          switch (shape(type)) {
            case NG_SHAPE_TOKENS ->
                new TokensPlan(
                    new TokenList(contributors(type, ""), freeTokens(type, "")),
                    type.descriptor()
                        .getOptions()
                        .getExtension(Options.ngMessage)
                        .getSingleAsString());
            case NG_SHAPE_TUPLE ->
                new TuplePlan(
                    type.fields().stream().map(field -> fieldPlan(field, ng(field))).toList());
            default -> dictionary(type, Set.of());
          };
      plans.put(type, plan);
    }
    return plan;
  }

  /** Compiles the entries of a message whose keys are prefixed and suffixed where it is inlined. */
  private DictionaryPlan.Group group(MessageType type, String prefix, String suffix) {
    Inlined place = new Inlined(type, prefix, suffix);
    DictionaryPlan.Group group = groups.get(place);
    if (group == null) {
      group = newGroup(type, prefix, suffix);
      groups.put(place, group);
    }
    return group;
  }

  private DictionaryPlan.Group newGroup(MessageType type, String prefix, String suffix) {
    List<DictionaryPlan.Entry> entries = new ArrayList<>();
    List<DictionaryPlan.InlinedGroup> inlined = new ArrayList<>();
    List<DictionaryPlan.Required> required = new ArrayList<>();
    for (MessageField field : type.fields()) {
      NgField options = ng(field);
      if (!options.getKey().isEmpty()) {
        entries.add(
            new DictionaryPlan.Entry(
                new EncodedString(prefix + options.getKey() + suffix),
                options.getKeyAliasList().stream().map(alias -> prefix + alias + suffix).toList(),
                fieldPlan(field, options)));
      } else if (options.getInline()) {
        if (field.isInOneof()) {
          throw new ContractException(field.descriptor(), "can't be inline in a oneof");
        }
        inlined.add(
            new DictionaryPlan.InlinedGroup(
                field,
                group(
                    field.messageType(),
                    prefix + options.getKeyPrefix(),
                    options.getKeySuffix() + suffix)));
      }
      if (field.descriptor().getOptions().getExtension(Options.rule).getRequired()) {
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
  private static Stream<BencodeString> keys(MessageField field) {
    NgField options = ng(field);
    if (options.getInline()) {
      return field.messageType().fields().stream().flatMap(PlanCompiler::keys);
    }
    return Stream.concat(Stream.of(options.getKey()), options.getKeyAliasList().stream())
        .filter(key -> !key.isEmpty())
        .map(Spelling::normalised);
  }

  private FieldPlan fieldPlan(MessageField field, NgField options) {
    if (field.descriptor().isMapField()) {
      return new FieldPlan.Keyed(field, codec(field.messageType().field(2), options));
    }
    ElementCodec codec = codec(field, options);
    return field.isRepeated()
        ? new FieldPlan.Repeated(field, codec, options)
        : new FieldPlan.Single(field, options.getListed() ? new ListedCodec(codec) : codec);
  }

  private ElementCodec codec(MessageField field, NgField options) {
    if (field.descriptor().getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return ScalarCodecs.of(field, options);
    }
    Descriptor type = field.messageType().descriptor();
    if (TimeCodecs.handles(type)) {
      return TimeCodecs.of(field, options);
    }
    return type.equals(NgValue.getDescriptor()) ? ngValues : plan(field.messageType());
  }

  private static Set<String> listKeys(MessageType type, Set<String> keys) {
    for (MessageField field : type.fields()) {
      NgField options = ng(field);
      if (!options.getList().isEmpty()) {
        keys.add(options.getList());
      } else if (options.getInline()) {
        listKeys(field.messageType(), keys);
      }
    }
    return keys;
  }

  private TokenList.Contributors contributors(MessageType type, String list) {
    Map<String, TokenList.Contributors> ofType =
        contributors.computeIfAbsent(type, unused -> new HashMap<>());
    TokenList.Contributors found = ofType.get(list);
    if (found == null) {
      found = newContributors(type, list);
      ofType.put(list, found);
    }
    return found;
  }

  private TokenList.Contributors newContributors(MessageType type, String list) {
    List<TokenField> fields = new ArrayList<>();
    List<TokenList.Inlined> inlined = new ArrayList<>();
    for (MessageField field : type.fields()) {
      NgField options = ng(field);
      if (options.getInline()) {
        TokenList.Contributors nested = contributors(field.messageType(), list);
        if (!nested.isEmpty()) {
          inlined.add(new TokenList.Inlined(field, nested));
        }
      } else if (options.getList().equals(list)
          && options.getKey().isEmpty()
          && !options.getFreeTokens()
          && field.descriptor().getOptions().hasExtension(Options.ng)) {
        fields.add(TokenField.of(field, options));
      }
    }
    return new TokenList.Contributors(fields, inlined);
  }

  private static @Nullable TokenField freeTokens(MessageType type, String list) {
    for (MessageField field : type.fields()) {
      NgField options = ng(field);
      if (options.getFreeTokens() && options.getList().equals(list)) {
        return TokenField.of(field, options);
      }
    }
    return null;
  }

  private FieldPlan.@Nullable Keyed extra(MessageType type) {
    for (MessageField field : type.fields()) {
      if (ng(field).getExtra()) {
        return new FieldPlan.Keyed(field, ngValues);
      }
    }
    return null;
  }

  private static NgShape shape(MessageType type) {
    return type.descriptor().getOptions().getExtension(Options.ngMessage).getShape();
  }

  private static NgField ng(MessageField field) {
    return field.descriptor().getOptions().getExtension(Options.ng);
  }
}
