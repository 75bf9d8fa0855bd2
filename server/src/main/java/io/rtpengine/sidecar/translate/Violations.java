package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Collects what is wrong with a message while it is being written, and where. Confined to one
 * writing.
 *
 * <p>Writing goes on after a violation, so that the caller learns of all of them at once; what was
 * written is then thrown away.
 */
final class Violations {

  private final Deque<Object> path = new ArrayDeque<>();
  private final List<Violation> found = new ArrayList<>();

  /** Goes into a field: until {@link #leave}, violations are of what it holds. */
  void enter(String field) {
    path.addLast(field);
  }

  /** Goes into an entry of a field that has several; otherwise as {@link #enter(String)}. */
  void enter(String field, Object key) {
    path.addLast(new Entry(field, key));
  }

  /** Comes back out of the field that was entered last. */
  void leave() {
    path.removeLast();
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
    return path.stream().map(Object::toString).collect(Collectors.joining("."));
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

  /** An entry of a field; spelled out only if something is wrong with it. */
  private record Entry(String field, Object key) {
    @Override
    public String toString() {
      return field + "[" + key + "]";
    }
  }
}
