package io.rtpengine.sidecar.flags;

import org.jspecify.annotations.Nullable;

/**
 * An item of a flag string: a token, or a pair of a key and a value. Immutable and thread-safe.
 *
 * @param name the token, or the key; not empty
 * @param value the value as it is written, brackets included; null for a token
 * @param position where the item begins, counted in characters from 1
 */
public record FlagItem(String name, @Nullable String value, int position) {

  /** Whether the value is in brackets. */
  public boolean isBracketed() {
    return value != null && value.startsWith("[");
  }

  /** Returns where the value begins, counted in characters from 1. */
  int valuePosition() {
    return position + name.length() + 1;
  }
}
