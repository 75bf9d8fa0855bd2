package io.rtpengine.sidecar.translate;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.v1.NgValue;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The plan of a message that is a dictionary. */
final class DictionaryPlan extends MessagePlan {

  private final Group root;
  private final List<KeyedTokens> lists;
  private final FieldPlan.@Nullable Keyed extra;

  /** By the keys, as they are spelled and as {@link Spelling#normalised} has them. */
  private final Map<BencodeString, Slot> slots = new HashMap<>();

  private int slotCount;

  /**
   * Creates a plan.
   *
   * @param root the entries
   * @param lists the entries that are lists of strings which several fields contribute to
   * @param extra the field that holds what no other does, if there is one
   * @param reservedKeys keys that something else writes into the same dictionary
   */
  DictionaryPlan(
      Group root,
      List<KeyedTokens> lists,
      FieldPlan.@Nullable Keyed extra,
      Set<String> reservedKeys) {
    this.root = root;
    this.lists = List.copyOf(lists);
    this.extra = extra;
    for (String key : reservedKeys) {
      add(key, new ReservedSlot(slotCount++), root.type);
    }
    collect(root, FieldPath.ROOT);
    for (KeyedTokens list : lists) {
      add(list.key.toString(), new ListSlot(slotCount++, list.tokens), root.type);
    }
  }

  /** An entry of the dictionary that one field stands for. */
  record Entry(Key key, List<String> aliases, FieldPlan plan) {}

  /** An entry of the dictionary that is a list of strings. */
  record KeyedTokens(Key key, TokenList tokens) {}

  /**
   * The fields of one message that are entries, the messages that are inlined in it, and what must
   * be set.
   */
  record Group(
      Descriptor type, List<Entry> entries, List<InlinedGroup> inlined, List<Required> required) {}

  /** A message whose fields belong to the dictionary of the message that it is a field of. */
  record InlinedGroup(FieldDescriptor field, Group group) {}

  /**
   * A field that must be set, or else one of its keys be among the extra entries.
   *
   * @param keys the keys, as {@link Spelling#normalised} has them
   * @param inlined whether the field is a message that is inlined, which is not set if it is empty
   */
  record Required(
      FieldDescriptor field, Set<BencodeString> keys, boolean inlined, Violation.Kind kind) {
    boolean isMissing(Message message) {
      if (field.isRepeated()) {
        return message.getRepeatedFieldCount(field) == 0;
      }
      if (!message.hasField(field)) {
        return true;
      }
      return switch (field.getJavaType()) {
        case STRING -> ((String) message.getField(field)).isEmpty();
        case BYTE_STRING -> ((ByteString) message.getField(field)).isEmpty();
        case MESSAGE -> inlined && ((Message) message.getField(field)).getAllFields().isEmpty();
        default -> false;
      };
    }
  }

  private void collect(Group group, FieldPath path) {
    for (Entry entry : group.entries) {
      FieldSlot slot = new FieldSlot(slotCount++, path, entry.plan);
      add(entry.key.toString(), slot, group.type);
      for (String alias : entry.aliases) {
        add(alias, slot, group.type);
      }
    }
    for (InlinedGroup inlined : group.inlined) {
      collect(inlined.group, path.then(inlined.field));
    }
  }

  private void add(String key, Slot slot, Descriptor where) {
    if (slots.put(Spelling.normalised(key), slot) != null) {
      throw new ContractException(where, "repeats the key '" + key + "'");
    }
    slots.put(BencodeString.of(key), slot);
  }

  @Override
  void writeMessage(Message message, BencodeWriter writer, Violations violations) {
    writer.beginDictionary();
    writeEntries(message, writer, violations);
    writer.end();
  }

  /** Writes the entries of the dictionary, and nothing around them. */
  void writeEntries(Message message, BencodeWriter writer, Violations violations) {
    writeGroup(root, message, message, writer, violations);
    for (KeyedTokens list : lists) {
      int start = writer.size();
      list.key.writeTo(writer);
      writer.beginList();
      if (list.tokens.write(message, writer, violations) > 0) {
        writer.end();
      } else {
        writer.rewind(start);
      }
    }
    if (extra != null && extra.isSet(message)) {
      refuseConflicts(extra, message, violations);
      extra.writeEntries(message, writer, violations);
    }
  }

  private void writeGroup(
      Group group, Message message, Message whole, BencodeWriter writer, Violations violations) {
    for (Entry entry : group.entries) {
      if (entry.plan.isSet(message)) {
        entry.key.writeTo(writer);
        entry.plan.write(message, writer, violations);
      }
    }
    for (Required required : group.required) {
      if (required.isMissing(message) && !hasExtra(whole, required.keys)) {
        violations.add(required.kind, required.field.getName(), "must be set");
      }
    }
    for (InlinedGroup inlined : group.inlined) {
      if (message.hasField(inlined.field)) {
        violations.enter(inlined.field.getName());
        writeGroup(
            inlined.group, (Message) message.getField(inlined.field), whole, writer, violations);
        violations.leave();
      }
    }
  }

  private boolean hasExtra(Message message, Set<BencodeString> keys) {
    return extra != null
        && extra.keys(message).anyMatch(key -> keys.contains(Spelling.normalised(key)));
  }

  private void refuseConflicts(FieldPlan.Keyed extra, Message message, Violations violations) {
    extra
        .keys(message)
        .forEach(
            key -> {
              Slot slot = slots.get(Spelling.normalised(key));
              if (slot != null && slot.isSet(message)) {
                violations.add(
                    Violation.Kind.CONFLICTING_FIELDS,
                    extra.field.getName() + "[" + key + "]",
                    "is sent already, for " + slot.name());
              }
            });
  }

  @Override
  boolean readMessage(BencodeValue value, Message.Builder builder) {
    return value instanceof BencodeDictionary dictionary && readEntries(dictionary, builder);
  }

  private boolean readEntries(BencodeDictionary dictionary, Message.Builder builder) {
    // The same key in two spellings: the second one is kept as it is.
    BitSet seen = new BitSet(slotCount);
    for (int i = 0; i < dictionary.size(); i++) {
      BencodeString key = dictionary.key(i);
      BencodeValue value = dictionary.value(i);
      Slot slot = slotOf(key);
      if (slot != null && !seen.get(slot.number()) && slot.read(value, builder)) {
        seen.set(slot.number());
      } else if (!keep(key, value, builder)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Slot slotOf(BencodeString key) {
    Slot exact = slots.get(key);
    return exact != null ? exact : slots.get(Spelling.normalised(key));
  }

  private boolean keep(BencodeString key, BencodeValue value, Message.Builder builder) {
    Optional<String> text = key.text();
    if (extra == null || text.isEmpty()) {
      return false;
    }
    NgValue kept = NgValues.read(value);
    Message.Builder entry = builder.newBuilderForField(extra.field);
    entry.setField(entry.getDescriptorForType().findFieldByNumber(1), text.get());
    entry.setField(entry.getDescriptorForType().findFieldByNumber(2), kept);
    builder.addRepeatedField(extra.field, entry.build());
    return true;
  }

  /** Where the value of a key is kept. */
  private sealed interface Slot {
    /** Returns which one of this plan it is, from 0 on. */
    int number();

    boolean isSet(Message message);

    boolean read(BencodeValue value, Message.Builder builder);

    String name();
  }

  /** In a field. */
  private record FieldSlot(int number, FieldPath path, FieldPlan plan) implements Slot {
    @Override
    public boolean isSet(Message message) {
      return path.test(message, plan::isSet);
    }

    @Override
    public boolean read(BencodeValue value, Message.Builder builder) {
      return path.change(builder, target -> plan.read(value, target));
    }

    @Override
    public String name() {
      return plan.field.getName();
    }
  }

  /** In the fields that contribute to a list of strings. */
  private record ListSlot(int number, TokenList tokens) implements Slot {
    @Override
    public boolean isSet(Message message) {
      return tokens.write(message, new BencodeWriter(256), new Violations()) > 0;
    }

    @Override
    public boolean read(BencodeValue value, Message.Builder builder) {
      return value instanceof BencodeList list && list.size() > 0 && tokens.read(list, builder);
    }

    @Override
    public String name() {
      return "the fields that are entries of this list";
    }
  }

  /** Nowhere: something else writes this key. */
  private record ReservedSlot(int number) implements Slot {
    @Override
    public boolean isSet(Message message) {
      return true;
    }

    @Override
    public boolean read(BencodeValue value, Message.Builder builder) {
      return false;
    }

    @Override
    public String name() {
      return "the command itself";
    }
  }
}
