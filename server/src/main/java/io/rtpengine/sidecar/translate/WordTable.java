package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of a dictionary, list or enum, and what they stand for. A word that is spelled as
 * documented is found at once, any other that NG takes for the same nearly so. Immutable and
 * thread-safe.
 *
 * <p>It is a hash table of its own because nearly all that a reply consists of is looked up here:
 * it hashes four bytes of a word and not all of them, which is enough for words that are known
 * beforehand.
 */
final class WordTable<T> {

  private final List<@Nullable Entry<T>> buckets;
  private final int mask;

  private WordTable(Map<BencodeString, T> meanings) {
    int size = Integer.highestOneBit(2 * meanings.size() + 1) * 2;
    mask = size - 1;
    buckets = new ArrayList<>(Collections.nCopies(size, null));
    meanings.forEach(
        (word, meaning) ->
            buckets.set(
                hash(word) & mask, new Entry<>(word, meaning, buckets.get(hash(word) & mask))));
  }

  /** A word, and the next one that shares its place. */
  private record Entry<T>(BencodeString word, T meaning, @Nullable Entry<T> next) {}

  /** Collects words. Not thread-safe. */
  static final class Builder<T> {
    private final Map<BencodeString, T> meanings = new HashMap<>();

    /** Adds a word; returns whether it is new, in whatever spelling. */
    boolean add(String word, T meaning) {
      boolean isNew = meanings.put(Spelling.normalised(word), meaning) == null;
      meanings.put(BencodeString.of(word), meaning);
      return isNew;
    }

    WordTable<T> build() {
      return new WordTable<>(meanings);
    }
  }

  /** Returns what a word stands for; null if it is none of these. */
  @Nullable T get(BencodeString word) {
    T exact = find(word);
    if (exact != null) {
      return exact;
    }
    BencodeString normalised = Spelling.normalised(word);
    return normalised.equals(word) ? null : find(normalised);
  }

  private @Nullable T find(BencodeString word) {
    for (Entry<T> entry = buckets.get(hash(word) & mask); entry != null; entry = entry.next) {
      if (entry.word.equals(word)) {
        return entry.meaning;
      }
    }
    return null;
  }

  private static int hash(BencodeString word) {
    int length = word.length();
    if (length == 0) {
      return 0;
    }
    int hash = length;
    hash = 31 * hash + word.byteAt(0);
    hash = 31 * hash + word.byteAt(length / 3);
    hash = 31 * hash + word.byteAt(2 * length / 3);
    hash = 31 * hash + word.byteAt(length - 1);
    return hash ^ (hash >>> 8);
  }
}
