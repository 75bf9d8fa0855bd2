package io.rtpengine.sidecar.notify;

import io.rtpengine.v1.TimeoutCallback;
import java.util.List;
import java.util.Optional;

/**
 * A form of an engine's timeout callback: {@code xmlrpc-format}.
 *
 * <p>Of its parameters, one may hold anything that a SIP client likes.
 */
enum TimeoutForm {
  /** A control command to SEMS: module, command, the tag of a participant, what to do. */
  SEMS("di", TimeoutCallback.TIMEOUT_CALLBACK_SEMS, 2, 1) {
    @Override
    Optional<String> callId(List<String> parameters) {
      return Optional.empty();
    }

    @Override
    List<String> tags(List<String> parameters) {
      return List.of(parameters.get(2));
    }
  },
  /** The call-id. */
  CALL_ID("teardown", TimeoutCallback.TIMEOUT_CALLBACK_CALL_ID, 0, 0) {
    @Override
    Optional<String> callId(List<String> parameters) {
      return Optional.of(parameters.get(0));
    }

    @Override
    List<String> tags(List<String> parameters) {
      return List.of();
    }
  },
  /** The call-id and two tags. */
  KAMAILIO("dlg.terminate_dlg", TimeoutCallback.TIMEOUT_CALLBACK_KAMAILIO, 0, 2) {
    @Override
    Optional<String> callId(List<String> parameters) {
      return Optional.of(parameters.get(0));
    }

    @Override
    List<String> tags(List<String> parameters) {
      return parameters.subList(1, 3);
    }
  };

  private final String method;
  private final TimeoutCallback callback;
  private final int before;
  private final int after;

  TimeoutForm(String method, TimeoutCallback callback, int before, int after) {
    this.method = method;
    this.callback = callback;
    this.before = before;
    this.after = after;
  }

  /** Returns the form that calls a procedure. */
  static Optional<TimeoutForm> of(String method) {
    for (TimeoutForm form : values()) {
      if (form.method.equals(method)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /** Returns how many parameters there are before the one that may hold anything. */
  int before() {
    return before;
  }

  /** Returns how many parameters there are after the one that may hold anything. */
  int after() {
    return after;
  }

  /** Whether these are parameters of this form. */
  boolean fits(List<String> parameters) {
    return parameters.size() == before + 1 + after && !parameters.get(before).isEmpty();
  }

  /** Returns what the contract calls it. */
  TimeoutCallback callback() {
    return callback;
  }

  /** Returns the call-id, if the form has it. */
  abstract Optional<String> callId(List<String> parameters);

  /** Returns the tags that the form has. */
  abstract List<String> tags(List<String> parameters);
}
