package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of strings that the fields of a message, and of the messages that are inlined in it,
 * contribute to. Immutable and thread-safe.
 *
 * <p>Entries are written in the order of the fields, those of inlined messages after the message's
 * own, free ones last. A list whose entries stand in another order is read into fields as far as
 * the order allows, the rest of it into the free ones: so it is written again as it was.
 */
final class TokenList {

  private final Contributors contributors;
  private final @Nullable Slot free;
  private final WordTable<Slot> words;
  private final List<Slot> prefixes = new ArrayList<>();

  TokenList(Contributors contributors, @Nullable TokenField freeTokens) {
    this.contributors = contributors;
    this.free = freeTokens == null ? null : new Slot(FieldPath.ROOT, freeTokens, Integer.MAX_VALUE);
    WordTable.Builder<Slot> found = new WordTable.Builder<>();
    collect(contributors, FieldPath.ROOT, 0, found);
    this.words = found.build();
  }

  /** The fields of one message that contribute, and the inlined messages whose fields do. */
  record Contributors(List<TokenField> fields, List<Inlined> inlined) {
    boolean isEmpty() {
      return fields.isEmpty() && inlined.isEmpty();
    }
  }

  /** An inlined message whose fields contribute. */
  record Inlined(MessageField field, Contributors contributors) {}

  /** Where a token is kept. */
  private record Slot(FieldPath path, TokenField field, int order) {
    /** Whether the oneof that the field is part of holds something else already. */
    boolean isTaken(WireBuilder builder) {
      return path.in(builder).isTaken(field.field());
    }
  }

  private int collect(
      Contributors from, FieldPath path, int firstOrder, WordTable.Builder<Slot> found) {
    int order = firstOrder;
    for (TokenField field : from.fields) {
      Slot slot = new Slot(path, field, order++);
      for (String word : field.words()) {
        if (!found.add(word, slot)) {
          throw new ContractException(
              field.field().descriptor(), "repeats the token '" + word + "'");
        }
      }
      if (field.prefix() != null) {
        prefixes.add(slot);
      }
    }
    for (Inlined inlined : from.inlined) {
      order = collect(inlined.contributors, path.then(inlined.field), order, found);
    }
    return order;
  }

  /** Writes the entries, and nothing around them; returns how many there were. */
  int write(WireMessage message, BencodeWriter writer, Violations violations)
      throws MalformedMessageException {
    int count = write(contributors, message, writer, violations);
    return free == null ? count : count + free.field.write(message, writer, violations);
  }

  private static int write(
      Contributors from, WireMessage message, BencodeWriter writer, Violations violations)
      throws MalformedMessageException {
    int count = 0;
    for (int i = 0; i < from.fields.size(); i++) {
      count += from.fields.get(i).write(message, writer, violations);
    }
    for (int i = 0; i < from.inlined.size(); i++) {
      Inlined inlined = from.inlined.get(i);
      if (message.isSet(inlined.field)) {
        violations.enter(inlined.field.name());
        count += write(inlined.contributors, message.message(inlined.field), writer, violations);
        violations.leave();
      }
    }
    return count;
  }

  /**
   * Reads a list; returns false, and leaves the builder alone, if the fields can't hold it without
   * loss.
   */
  boolean read(BencodeList list, WireBuilder builder) {
    List<Slot> slots = new ArrayList<>(list.size());
    List<String> tokens = new ArrayList<>(list.size());
    for (BencodeValue entry : list) {
      if (!(entry instanceof BencodeString token) || !token.isText()) {
        return false;
      }
      Slot last = slots.isEmpty() ? null : slots.get(slots.size() - 1);
      Slot slot = slotFor(token, last, builder);
      if (slot == null) {
        return false;
      }
      slots.add(slot);
      tokens.add(token.toString());
    }
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      slot.field.add(tokens.get(i), slot.path.in(builder));
    }
    return true;
  }

  private @Nullable Slot slotFor(BencodeString token, @Nullable Slot last, WireBuilder builder) {
    Slot slot = words.get(token);
    if (slot == null) {
      for (Slot candidate : prefixes) {
        if (candidate.field.accepts(token.toString())) {
          slot = candidate;
          break;
        }
      }
    }
    return slot == null || !follows(slot, last) || slot.isTaken(builder) ? free : slot;
  }

  private static boolean follows(Slot slot, @Nullable Slot last) {
    return last == null
        || slot.order > last.order
        || (slot.order == last.order && slot.field.isRepeated());
  }
}
