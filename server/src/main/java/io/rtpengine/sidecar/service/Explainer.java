package io.rtpengine.sidecar.service;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import io.grpc.stub.StreamObserver;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeException;
import io.rtpengine.sidecar.bencode.BencodeLimits;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.expand.ExpansionException;
import io.rtpengine.sidecar.pool.Forecast;
import io.rtpengine.sidecar.pool.NodeView;
import io.rtpengine.sidecar.pool.Pool;
import io.rtpengine.sidecar.sip.InvalidSipMessageException;
import io.rtpengine.sidecar.statistics.ReplyJson;
import io.rtpengine.sidecar.translate.InvalidMessageException;
import io.rtpengine.v1.ExplainRequest;
import io.rtpengine.v1.ExplainResponse;
import io.rtpengine.v1.ExplainServiceGrpc;
import io.rtpengine.v1.ExplainedNode;
import io.rtpengine.v1.NodeReason;
import java.util.function.Function;

/**
 * Tells what would become of a request: prepares it as its own handler would, and asks the pool
 * where it would go. Immutable and thread-safe.
 */
final class Explainer extends ExplainServiceGrpc.ExplainServiceImplBase {

  private final Function<Descriptor, CommandHandler> handlers;
  private final SipManager manager;
  private final Pool pool;

  /**
   * Creates an explainer.
   *
   * @param handlers have the handler of the requests of each type
   * @param manager decides about SIP messages
   * @param pool the nodes
   */
  Explainer(Function<Descriptor, CommandHandler> handlers, SipManager manager, Pool pool) {
    this.handlers = handlers;
    this.manager = manager;
    this.pool = pool;
  }

  @Override
  public void explain(ExplainRequest request, StreamObserver<ExplainResponse> responses) {
    try {
      ExplainResponse.Builder response = ExplainResponse.newBuilder();
      explain(request, response);
      responses.onNext(response.build());
      responses.onCompleted();
    } catch (Refused refused) {
      responses.onError(refused.failure.toException());
    } catch (InvalidMessageException invalid) {
      responses.onError(Failure.of(invalid).toException());
    } catch (ExpansionException invalid) {
      responses.onError(Failure.of(invalid).toException());
    } catch (InvalidSipMessageException invalid) {
      responses.onError(SipManager.failure(invalid).toException());
    }
  }

  private void explain(ExplainRequest request, ExplainResponse.Builder response)
      throws Refused, InvalidMessageException, ExpansionException, InvalidSipMessageException {
    OneofDescriptor oneof = ExplainRequest.getDescriptor().getRealOneofs().get(0);
    FieldDescriptor which = request.getOneofFieldDescriptor(oneof);
    if (which == null) {
      String problem = "is required";
      throw new Refused(
          Failure.of(Reason.MISSING_FIELD, oneof.getName() + ": " + problem)
              .with(oneof.getName(), Reason.MISSING_FIELD, problem));
    }
    if (!request.hasManage()) {
      Message command = (Message) request.getField(which);
      CommandHandler handler = handlers.apply(command.getDescriptorForType());
      explain(handler.prepare(command.toByteArray()), response);
      return;
    }
    SipManager.Plan plan = manager.plan(request.getManage());
    response.setAction(plan.decision().action()).setReason(plan.decision().reason());
    if (plan.rpc() != null) {
      CommandHandler handler = handlers.apply(plan.rpc().getInputType());
      explain(handler.prepare(plan.request().toByteArray()), response);
    }
  }

  private void explain(CommandHandler.Prepared prepared, ExplainResponse.Builder response)
      throws Refused {
    String command = prepared.translated().command();
    Forecast forecast = pool.foresee(prepared.route(), command);
    if (forecast instanceof Forecast.Nowhere nowhere) {
      throw new Refused(Failures.of(command, nowhere.why()));
    }
    Forecast.Way way = (Forecast.Way) forecast;
    var rpc = prepared.handler().method();
    BencodeDictionary dictionary = read(prepared.translated().toByteArray());
    response
        .setRpc(rpc.getService().getFullName() + "/" + rpc.getName())
        .setDictionary(NgMessages.of(dictionary))
        .setJson(ReplyJson.of(dictionary))
        .setSetId(way.setId())
        .addAllAsked(way.asked());
    way.stops().forEach(stop -> response.addNodes(node(stop, command)));
    if (prepared.expansion() != null) {
      response.addAllWarnings(prepared.expansion().warnings());
    }
  }

  private static BencodeDictionary read(byte[] encoded) {
    try {
      return BencodeReader.readDictionary(encoded, 0, encoded.length, BencodeLimits.TRUSTED);
    } catch (BencodeException impossible) {
      throw new IllegalStateException("the sidecar's own request is malformed", impossible);
    }
  }

  private static ExplainedNode node(Forecast.Stop stop, String command) {
    NodeView node = stop.node();
    return ExplainedNode.newBuilder()
        .setNode(node.id().name())
        .setReason(reason(stop.why()))
        .setWeight(node.definition().weight())
        .setPriority(node.definition().priority())
        .setHealth(NodeMessages.of(node.health()))
        .setOperatorState(NodeMessages.of(node.operatorState()))
        .setLacksCommand(node.lacks().contains(command))
        .build();
  }

  private static NodeReason reason(Forecast.Ground why) {
    return switch (why) {
      case NAMED -> NodeReason.NODE_REASON_NAMED;
      case KNOWN -> NodeReason.NODE_REASON_HAS_CALL;
      case HANDLE -> NodeReason.NODE_REASON_HANDLE;
      case CALL_ID -> NodeReason.NODE_REASON_CALL_ID;
      case ANY -> NodeReason.NODE_REASON_ANY;
    };
  }

  /** Says that the request would be refused. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    Refused(Failure failure) {
      super(null, null, false, false);
      this.failure = failure;
    }
  }
}
