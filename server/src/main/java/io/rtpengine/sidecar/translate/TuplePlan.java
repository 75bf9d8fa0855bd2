package io.rtpengine.sidecar.translate;

import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import java.util.List;

/** The plan of a message that is a list of fixed length: one entry a field. */
final class TuplePlan extends MessagePlan {

  private final List<FieldPlan> fields;

  TuplePlan(List<FieldPlan> fields) {
    this.fields = List.copyOf(fields);
  }

  @Override
  void writeMessage(WireMessage message, BencodeWriter writer, Violations violations)
      throws MalformedMessageException {
    writer.beginList();
    for (FieldPlan field : fields) {
      if (field.isSet(message)) {
        field.write(message, writer, violations);
      } else {
        violations.add(Violation.Kind.MISSING_FIELD, field.field.name(), "must be set");
      }
    }
    writer.end();
  }

  @Override
  boolean readMessage(BencodeValue value, WireBuilder message) {
    if (!(value instanceof BencodeList list) || list.size() != fields.size()) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.get(i).read(list.get(i), message)) {
        return false;
      }
    }
    return true;
  }
}
