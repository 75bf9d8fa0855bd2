package io.rtpengine.sidecar.service;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.ng.NgRequest;
import io.rtpengine.sidecar.pool.NodeCommands;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.sidecar.translate.InvalidMessageException;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.PingRequest;
import io.rtpengine.v1.QueryRequest;

/** The commands that the pool sends on its own behalf, as the contract has them. Immutable. */
final class ContractCommands implements NodeCommands {

  /** The tag of no participant: of none at all, an engine reports all of them at length. */
  private static final String NOBODY = "rtpengine-sidecar";

  private final NgRequest ping;
  private final Command query;
  private final Command delete;

  ContractCommands(Command ping, Command query, Command delete) {
    this.ping = encode(ping, PingRequest.getDefaultInstance());
    this.query = query;
    this.delete = delete;
  }

  @Override
  public NgRequest ping() {
    return ping;
  }

  @Override
  public NgRequest query(String callId) {
    return encode(query, QueryRequest.newBuilder().setCallId(callId).setFromTag(NOBODY).build());
  }

  @Override
  public NgRequest delete(String callId) {
    return encode(
        delete,
        DeleteRequest.newBuilder()
            .setCallId(callId)
            .setDeleteDelay(Duration.getDefaultInstance())
            .build());
  }

  /** Encodes a request of the sidecar's own. */
  static NgRequest encode(Command command, Message message) {
    try {
      WireMessage request = command.request(message.toByteArray());
      return NgRequest.encode(
          command.name(request), writer -> command.writeRequest(request, writer));
    } catch (InvalidMessageException impossible) {
      throw new IllegalStateException("the sidecar's own request is invalid", impossible);
    }
  }
}
