package io.rtpengine.sidecar.notify;

import java.util.List;

/**
 * A call of a procedure by XML-RPC. Immutable and thread-safe.
 *
 * @param method the procedure
 * @param parameters the values, whatever their type is, as text
 */
record XmlRpcCall(String method, List<String> parameters) {
  XmlRpcCall {
    parameters = List.copyOf(parameters);
  }
}
