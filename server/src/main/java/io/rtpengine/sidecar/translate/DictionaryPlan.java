package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.MessageType;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.v1.NgRole;
import io.rtpengine.v1.Options;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The plan of a message that is a dictionary. */
final class DictionaryPlan extends MessagePlan {

  private final Group root;
  private final List<KeyedTokens> lists;
  private final FieldPlan.@Nullable Keyed extra;

  private final WordTable<Slot> slots;
  private final int slotCount;

  /** By the role of their fields: entries that something is written into if they are not set. */
  private final Map<NgRole, Fallback> fallbacks;

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
    Slots all = new Slots(root.type);
    for (String key : reservedKeys) {
      all.add(key, new ReservedSlot(all.count++));
    }
    all.addAll(root, FieldPath.ROOT);
    for (KeyedTokens list : lists) {
      all.add(list.key.toString(), new ListSlot(all.count++, list.tokens));
    }
    this.slots = all.byKey.build();
    this.slotCount = all.count;
    this.fallbacks = all.fallbacks;
  }

  /** An entry of the dictionary that one field stands for. */
  record Entry(EncodedString key, List<String> aliases, FieldPlan plan) {}

  /** An entry of the dictionary that is a list of strings. */
  record KeyedTokens(EncodedString key, TokenList tokens) {}

  /**
   * The fields of one message that are entries, the messages that are inlined in it, and what must
   * be set.
   */
  record Group(
      MessageType type, List<Entry> entries, List<InlinedGroup> inlined, List<Required> required) {}

  /** A message whose fields belong to the dictionary of the message that it is a field of. */
  record InlinedGroup(MessageField field, Group group) {}

  /**
   * A field that must be set, or else one of its keys be among the extra entries.
   *
   * @param keys the keys, as {@link Spelling#normalised} has them
   * @param inlined whether the field is a message that is inlined, which is not set if it is empty
   */
  record Required(
      MessageField field, Set<BencodeString> keys, boolean inlined, Violation.Kind kind) {
    boolean isMissing(WireMessage message) throws MalformedMessageException {
      if (!message.isSet(field)) {
        return true;
      }
      return field.isString()
          ? message.length(field.slot()) == 0
          : inlined && message.message(field).isEmpty();
    }
  }

  /** An entry that something is written into if it is not set. */
  private record Fallback(EncodedString key, Set<BencodeString> spellings, Slot slot) {}

  /** Collects the slots of a dictionary. */
  private static final class Slots {
    private final MessageType type;
    private final WordTable.Builder<Slot> byKey = new WordTable.Builder<>();
    private final Map<NgRole, Fallback> fallbacks = new EnumMap<>(NgRole.class);
    private int count;

    Slots(MessageType type) {
      this.type = type;
    }

    void addAll(Group group, FieldPath path) {
      for (Entry entry : group.entries) {
        FieldSlot slot = new FieldSlot(count++, path, entry.plan);
        add(entry.key.toString(), slot);
        entry.aliases.forEach(alias -> add(alias, slot));
        NgRole role = entry.plan.field.descriptor().getOptions().getExtension(Options.ng).getRole();
        if (role != NgRole.NG_ROLE_UNSPECIFIED) {
          Set<BencodeString> spellings =
              Stream.concat(Stream.of(entry.key.toString()), entry.aliases.stream())
                  .map(Spelling::normalised)
                  .collect(Collectors.toUnmodifiableSet());
          fallbacks.put(role, new Fallback(entry.key, spellings, slot));
        }
      }
      for (InlinedGroup inlined : group.inlined) {
        addAll(inlined.group, path.then(inlined.field));
      }
    }

    void add(String key, Slot slot) {
      if (!byKey.add(key, slot)) {
        throw new ContractException(type.descriptor(), "repeats the key '" + key + "'");
      }
    }
  }

  @Override
  void writeMessage(WireMessage message, BencodeWriter writer, Violations violations)
      throws MalformedMessageException {
    writer.beginDictionary();
    writeEntries(message, writer, violations);
    writer.end();
  }

  /** Writes the entries of the dictionary, and nothing around them. */
  void writeEntries(WireMessage message, BencodeWriter writer, Violations violations)
      throws MalformedMessageException {
    writeGroup(root, message, message, writer, violations);
    for (int i = 0; i < lists.size(); i++) {
      KeyedTokens list = lists.get(i);
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

  /**
   * Writes an entry into the same dictionary, if there is a field of this role and it is not set.
   */
  void writeUnlessSet(NgRole role, String value, WireMessage message, BencodeWriter writer)
      throws MalformedMessageException {
    Fallback fallback = fallbacks.get(role);
    if (fallback != null
        && !fallback.slot.isSet(message)
        && !hasExtra(message, fallback.spellings)) {
      fallback.key.writeTo(writer);
      writer.string(value);
    }
  }

  private void writeGroup(
      Group group,
      WireMessage message,
      WireMessage whole,
      BencodeWriter writer,
      Violations violations)
      throws MalformedMessageException {
    for (int i = 0; i < group.entries.size(); i++) {
      Entry entry = group.entries.get(i);
      if (entry.plan.isSet(message)) {
        entry.key.writeTo(writer);
        entry.plan.write(message, writer, violations);
      }
    }
    for (int i = 0; i < group.required.size(); i++) {
      Required required = group.required.get(i);
      if (required.isMissing(message) && !hasExtra(whole, required.keys)) {
        violations.add(required.kind, required.field.name(), "must be set");
      }
    }
    for (int i = 0; i < group.inlined.size(); i++) {
      InlinedGroup inlined = group.inlined.get(i);
      if (message.isSet(inlined.field)) {
        violations.enter(inlined.field.name());
        writeGroup(inlined.group, message.message(inlined.field), whole, writer, violations);
        violations.leave();
      }
    }
  }

  private boolean hasExtra(WireMessage message, Set<BencodeString> keys)
      throws MalformedMessageException {
    if (extra != null) {
      for (String key : extra.entries(message).keySet()) {
        if (keys.contains(Spelling.normalised(key))) {
          return true;
        }
      }
    }
    return false;
  }

  private void refuseConflicts(FieldPlan.Keyed extra, WireMessage message, Violations violations)
      throws MalformedMessageException {
    for (String key : extra.entries(message).keySet()) {
      Slot slot = slots.get(BencodeString.of(key));
      if (slot != null && slot.isSet(message)) {
        violations.add(
            Violation.Kind.CONFLICTING_FIELDS,
            extra.field.name() + "[" + key + "]",
            "is sent already, for " + slot.name());
      }
    }
  }

  @Override
  boolean readMessage(BencodeValue value, WireBuilder message) {
    return value instanceof BencodeDictionary dictionary && readEntries(dictionary, message);
  }

  private boolean readEntries(BencodeDictionary dictionary, WireBuilder message) {
    // The same key in two spellings: the second one is kept as it is.
    boolean[] seen = new boolean[slotCount];
    for (int i = 0; i < dictionary.size(); i++) {
      BencodeString key = dictionary.key(i);
      BencodeValue value = dictionary.value(i);
      Slot slot = slots.get(key);
      if (slot != null && !seen[slot.number()] && slot.read(value, message)) {
        seen[slot.number()] = true;
      } else if (extra == null || !extra.readEntry(key, value, message)) {
        return false;
      }
    }
    return true;
  }

  /** Where the value of a key is kept. */
  private sealed interface Slot {
    /** Returns which one of this plan it is, from 0 on. */
    int number();

    boolean isSet(WireMessage message) throws MalformedMessageException;

    boolean read(BencodeValue value, WireBuilder builder);

    String name();
  }

  /** In a field. */
  private record FieldSlot(int number, FieldPath path, FieldPlan plan) implements Slot {
    @Override
    public boolean isSet(WireMessage message) throws MalformedMessageException {
      return plan.isSet(path.in(message));
    }

    @Override
    public boolean read(BencodeValue value, WireBuilder builder) {
      return plan.read(value, path.in(builder));
    }

    @Override
    public String name() {
      return plan.field.name();
    }
  }

  /** In the fields that contribute to a list of strings. */
  private record ListSlot(int number, TokenList tokens) implements Slot {
    @Override
    public boolean isSet(WireMessage message) throws MalformedMessageException {
      return tokens.write(message, new BencodeWriter(256), new Violations()) > 0;
    }

    @Override
    public boolean read(BencodeValue value, WireBuilder builder) {
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
    public boolean isSet(WireMessage message) {
      return true;
    }

    @Override
    public boolean read(BencodeValue value, WireBuilder builder) {
      return false;
    }

    @Override
    public String name() {
      return "the command itself";
    }
  }
}
