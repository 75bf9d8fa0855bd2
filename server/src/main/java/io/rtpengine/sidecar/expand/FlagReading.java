package io.rtpengine.sidecar.expand;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.rtpengine.sidecar.flags.FlagItem;
import io.rtpengine.v1.FlagWords;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a flag string says.
 *
 * @param words what it says beside entries of the dictionary
 * @param entries the entries of the dictionary
 * @param warnings what is odd about it
 * @param origins the items that {@code words} come from
 */
record FlagReading(
    FlagWords words,
    NgEntries entries,
    List<String> warnings,
    Map<FieldDescriptor, FlagItem> origins) {

  /** Returns the item that a field of {@link #words}, which is set, comes from. */
  FlagItem origin(int fieldNumber) {
    FieldDescriptor field = FlagWords.getDescriptor().findFieldByNumber(fieldNumber);
    return Objects.requireNonNull(origins.get(field), "set, and so has an origin");
  }
}
