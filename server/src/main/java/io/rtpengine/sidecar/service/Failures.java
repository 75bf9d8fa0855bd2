package io.rtpengine.sidecar.service;

import io.grpc.Status;
import io.rtpengine.sidecar.ng.NgOutcome;
import io.rtpengine.sidecar.ng.RefusalKind;
import io.rtpengine.sidecar.pool.PoolOutcome;
import io.rtpengine.sidecar.pool.PoolOutcome.Attempt;
import io.rtpengine.sidecar.pool.Verdict;
import io.rtpengine.v1.Attempts;
import java.util.List;
import java.util.stream.Collectors;

/** What the caller is told when no node has carried a command out. */
final class Failures {

  private Failures() {}

  /**
   * Returns the failure that an outcome amounts to in which no node has carried the command out.
   *
   * @param command what NG calls the command
   */
  static Failure of(String command, PoolOutcome outcome) {
    return of(outcome).with("command", command);
  }

  private static Failure of(PoolOutcome outcome) {
    if (outcome instanceof PoolOutcome.Tried tried) {
      return of(tried);
    }
    if (outcome instanceof PoolOutcome.UnknownSet unknown) {
      return unknownSet(unknown.setId(), "routing.set_id");
    }
    if (outcome instanceof PoolOutcome.UnknownNode unknown) {
      String problem = "set " + unknown.setId() + " has no node of this name";
      return inSet(Failure.of(Reason.UNKNOWN_NODE, problem), unknown.setId())
          .with("node", unknown.node())
          .with("routing.node", Reason.UNKNOWN_NODE, problem);
    }
    if (outcome instanceof PoolOutcome.NodeGone gone) {
      String problem = gone.node() + " is in set " + gone.setId() + " no longer";
      return inSet(Failure.of(Reason.UNKNOWN_NODE, problem), gone.setId())
          .with("node", gone.node())
          .with("routing.handle", Reason.UNKNOWN_NODE, problem);
    }
    if (outcome instanceof PoolOutcome.InvalidHandle) {
      String problem = "no sidecar has given this out";
      return Failure.of(Reason.INVALID_HANDLE, problem)
          .with("routing.handle", Reason.INVALID_HANDLE, problem);
    }
    if (outcome instanceof PoolOutcome.NodeDisabled disabled) {
      return inSet(
              Failure.of(Reason.NODE_DISABLED, "the operator has disabled " + disabled.node()),
              disabled.setId())
          .with("node", disabled.node());
    }
    if (outcome instanceof PoolOutcome.NotSent unsent) {
      Status.Code code =
          unsent.deadlineWasCallers() ? Status.Code.DEADLINE_EXCEEDED : Status.Code.UNAVAILABLE;
      return inSet(
          Failure.of(
              Reason.NODE_TIMEOUT, code, "time was up before it was known where the call is"),
          unsent.setId());
    }
    if (outcome instanceof PoolOutcome.Unlocated unlocated) {
      return of(unlocated);
    }
    int setId = ((PoolOutcome.NoNode) outcome).setId();
    return inSet(Failure.of(Reason.NO_NODE, "no node of set " + setId + " can be used"), setId);
  }

  private static Failure inSet(Failure failure, int setId) {
    return failure.with("set", Integer.toString(setId));
  }

  /**
   * Returns the failure of a request that names a set which is not there.
   *
   * @param field the field that names it
   */
  static Failure unknownSet(int setId, String field) {
    String problem = "no set " + setId + " is configured";
    return inSet(Failure.of(Reason.UNKNOWN_SET, problem), setId)
        .with(field, Reason.UNKNOWN_SET, problem);
  }

  private static Failure of(PoolOutcome.Unlocated unlocated) {
    String missing = String.join(", ", unlocated.missing());
    return inSet(
            Failure.of(
                Reason.NODE_TIMEOUT,
                "no node that answers has the call; it may be on one that does not: " + missing),
            unlocated.setId())
        .with("node", missing)
        .with(attempts(unlocated.attempts(), unlocated.searched()).build());
  }

  private static Attempts.Builder attempts(List<Attempt> attempts, List<String> searched) {
    Attempts.Builder message = Attempts.newBuilder().addAllSearched(searched);
    attempts.forEach(attempt -> message.addAttempts(AttemptMessages.of(attempt)));
    return message;
  }

  /** The last of the attempts decides. */
  private static Failure of(PoolOutcome.Tried tried) {
    return inSet(of(tried.last()), tried.setId())
        .with("node", tried.last().node())
        .with(
            "attempts",
            tried.attempts().stream().map(Failures::described).collect(Collectors.joining(", ")))
        .with(attempts(tried.attempts(), tried.searched()).build());
  }

  private static Failure of(Attempt attempt) {
    NgOutcome outcome = attempt.outcome();
    String node = attempt.node();
    if (outcome instanceof NgOutcome.Refused refused) {
      Refusal refusal =
          attempt.verdict() == Verdict.FULL
              ? Refusal.of(RefusalKind.CAPACITY)
              : Refusal.of(refused.kind());
      return Failure.of(
              refusal.reason(), refusal.code(), node + " refused: " + refused.errorReason())
          .with("error_reason", refused.errorReason());
    }
    if (outcome instanceof NgOutcome.Full full) {
      return Failure.of(Reason.CAPACITY, node + " is full: " + full.message())
          .with("error_reason", full.message());
    }
    if (outcome instanceof NgOutcome.Silent silent) {
      return Failure.of(
          Reason.NODE_TIMEOUT,
          silent.deadlineWasCallers() ? Status.Code.DEADLINE_EXCEEDED : Status.Code.UNAVAILABLE,
          node + " did not answer in " + silent.elapsedNanos() / 1_000_000 + " ms");
    }
    if (outcome instanceof NgOutcome.Malformed malformed) {
      return Failure.of(
          Reason.MALFORMED_REPLY, node + " answered with no NG: " + malformed.problem());
    }
    if (outcome instanceof NgOutcome.TooLarge large) {
      return Failure.of(
          Reason.REQUEST_TOO_LARGE,
          "the request has " + large.size() + " bytes; " + node + " takes " + large.limit());
    }
    if (outcome instanceof NgOutcome.Overloaded overloaded) {
      return Failure.of(
          Reason.OVERLOAD, overloaded.waiting() + " requests to " + node + " are waiting already");
    }
    if (outcome instanceof NgOutcome.LocalFault fault) {
      return Failure.of(Reason.LOCAL_FAULT, fault.problem());
    }
    // Cancelled: the caller is gone and will not see this.
    return Failure.of(Reason.NODE_TIMEOUT, Status.Code.CANCELLED, "the caller gave up");
  }

  private static String described(Attempt attempt) {
    return attempt.node()
        + " "
        + AttemptMessages.of(attempt.verdict()).name().substring("ATTEMPT_OUTCOME_".length())
        + " "
        + attempt.outcome().transmissions()
        + "x "
        + attempt.outcome().elapsedNanos() / 1_000_000
        + " ms";
  }
}
