package io.rtpengine.sidecar.service;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.rtpengine.sidecar.expand.ExpansionException;
import io.rtpengine.sidecar.translate.InvalidMessageException;
import io.rtpengine.sidecar.translate.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A failure on its way to the caller: a status, with a {@link Reason} and what is known of the
 * circumstances in its details. Confined to one request.
 */
public final class Failure {

  /** The domain of every {@link Reason}. */
  static final String DOMAIN = "rtpengine-sidecar";

  private final Reason reason;
  private final Status.Code code;
  private final String message;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final BadRequest.Builder badRequest = BadRequest.newBuilder();
  private final List<Message> details = new ArrayList<>();

  private Failure(Reason reason, Status.Code code, String message) {
    this.reason = reason;
    this.code = code;
    this.message = message;
  }

  /** Returns a failure with the status that goes with its reason. */
  public static Failure of(Reason reason, String message) {
    return new Failure(reason, reason.code(), message);
  }

  static Failure of(Reason reason, Status.Code code, String message) {
    return new Failure(reason, code, message);
  }

  /** Returns the failure of a request that can't be right. */
  static Failure of(InvalidMessageException invalid) {
    Failure failure =
        of(
            Reason.valueOf(invalid.violations().get(0).kind().name()),
            String.valueOf(invalid.getMessage()));
    for (Violation violation : invalid.violations()) {
      failure.with(violation.field(), Reason.valueOf(violation.kind().name()), violation.problem());
    }
    return failure;
  }

  /** Returns the failure of a request that can't be expanded. */
  static Failure of(ExpansionException invalid) {
    Reason reason = Reason.valueOf(invalid.kind().name());
    return of(reason, String.valueOf(invalid.getMessage()))
        .with(invalid.field(), reason, invalid.problem());
  }

  /** Adds a circumstance. */
  public Failure with(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Adds a field that is at fault. */
  public Failure with(String field, Reason why, String problem) {
    badRequest.addFieldViolations(
        BadRequest.FieldViolation.newBuilder()
            .setField(field)
            .setReason(why.name())
            .setDescription(problem));
    return this;
  }

  /** Adds a detail. */
  Failure with(Message detail) {
    details.add(detail);
    return this;
  }

  /** Returns what gRPC is given. */
  public StatusRuntimeException toException() {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage(message)
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder()
                        .setReason(reason.name())
                        .setDomain(DOMAIN)
                        .putAllMetadata(metadata)
                        .build()));
    if (badRequest.getFieldViolationsCount() > 0) {
      status.addDetails(Any.pack(badRequest.build()));
    }
    details.forEach(detail -> status.addDetails(Any.pack(detail)));
    return StatusProto.toStatusRuntimeException(status.build());
  }
}
