package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a message while it is being written, and where. Confined to one
 * writing.
 *
 * <p>Writing goes on after a violation, so that the caller learns of all of them at once; what was
 * written is then thrown away.
 */
final class Violations {

  private static final int TYPICAL_DEPTH = 8;

  /**
   * The fields that were entered and not left: the name of each, and its entry if it has several.
   */
  private @Nullable Object[] path = new Object[2 * TYPICAL_DEPTH];

  private int depth;
  private final List<Violation> found = new ArrayList<>(0);

  /** Goes into a field: until {@link #leave}, violations are of what it holds. */
  void enter(String field) {
    push(field, null);
  }

  /** Goes into an entry of a field that has several; otherwise as {@link #enter(String)}. */
  void enter(String field, Object key) {
    push(field, key);
  }

  private void push(String field, @Nullable Object key) {
    if (2 * depth == path.length) {
      path = Arrays.copyOf(path, 2 * path.length);
    }
    path[2 * depth] = field;
    path[2 * depth + 1] = key;
    depth++;
  }

  /** Comes back out of the field that was entered last. */
  void leave() {
    depth--;
  }

  /** Adds a violation of {@code field} of the message that is being written. */
  void add(Violation.Kind kind, String field, String problem) {
    enter(field);
    add(kind, problem);
    leave();
  }

  /** Adds a violation of the field that was entered last. */
  void add(Violation.Kind kind, String problem) {
    found.add(new Violation(kind, place(), problem));
  }

  private String place() {
    StringBuilder place = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      place.append(i == 0 ? "" : ".").append(path[2 * i]);
      if (path[2 * i + 1] != null) {
        place.append('[').append(path[2 * i + 1]).append(']');
      }
    }
    return place.toString();
  }

  /** Returns what to throw if the field that was entered last turns out to be no protobuf. */
  InvalidMessageException with(MalformedMessageException malformed) {
    return InvalidMessageException.malformed(place(), malformed.getMessage());
  }

  /** Does nothing if nothing is wrong. */
  void throwIfAny() throws InvalidMessageException {
    if (!found.isEmpty()) {
      throw new InvalidMessageException(found);
    }
  }
}
