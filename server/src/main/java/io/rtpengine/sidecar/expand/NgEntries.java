package io.rtpengine.sidecar.expand;

import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.flags.FlagItem;
import io.rtpengine.sidecar.flags.FlagStringException;
import io.rtpengine.sidecar.translate.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The entries of an NG dictionary that a flag string amounts to, and which of its items each comes
 * from. Confined to one flag string.
 */
final class NgEntries {

  private final Set<BencodeString> reserved;
  private final List<Contribution> contributions = new ArrayList<>();
  private final Map<BencodeString, Contribution> byKey = new LinkedHashMap<>();

  /**
   * Creates entries.
   *
   * @param reserved keys that a flag string can't say, as {@link Spelling} normalises them
   */
  NgEntries(Set<BencodeString> reserved) {
    this.reserved = reserved;
  }

  /** What one item adds to the dictionary. */
  record Contribution(String key, BencodeValue value, FlagItem item) {
    BencodeDictionary dictionary() {
      return BencodeDictionary.builder().put(key, value).build();
    }
  }

  /**
   * Adds an entry. Two lists of the same key become one.
   *
   * @throws FlagStringException if the key is there already, or reserved
   */
  void put(String key, BencodeValue value, FlagItem item) throws FlagStringException {
    BencodeString normalised = Spelling.normalised(key);
    Contribution before = byKey.get(normalised);
    Contribution whole = new Contribution(key, value, item);
    if (reserved.contains(normalised)) {
      throw new FlagStringException(item, "this is not for a flag string to say");
    }
    contributions.add(whole);
    if (before != null) {
      if (!(before.value instanceof BencodeList first) || !(value instanceof BencodeList second)) {
        throw new FlagStringException(item, "this has been said already");
      }
      whole = new Contribution(before.key, joined(first, second), before.item);
    }
    byKey.put(normalised, whole);
  }

  /**
   * Adds an entry whose value is a list, but not one that could be continued.
   *
   * @throws FlagStringException if the key is there already, or reserved
   */
  void putWhole(String key, BencodeList value, FlagItem item) throws FlagStringException {
    if (byKey.containsKey(Spelling.normalised(key))) {
      throw new FlagStringException(item, "this has been said already");
    }
    put(key, value, item);
  }

  /** Adds an entry to a list of strings. */
  void add(String list, String token, FlagItem item) throws FlagStringException {
    put(list, BencodeList.of(BencodeString.of(token)), item);
  }

  private static BencodeList joined(BencodeList first, BencodeList second) {
    List<BencodeValue> all = new ArrayList<>();
    first.forEach(all::add);
    second.forEach(all::add);
    return BencodeList.of(all);
  }

  /** Returns what each item adds, in order. */
  List<Contribution> contributions() {
    return contributions;
  }

  /** Returns all of it. */
  BencodeDictionary dictionary() {
    BencodeDictionary.Builder dictionary = BencodeDictionary.builder();
    for (Contribution entry : byKey.values()) {
      dictionary.put(entry.key, entry.value);
    }
    return dictionary.build();
  }
}
