package io.rtpengine.sidecar.expand;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeException;
import io.rtpengine.sidecar.bencode.BencodeInteger;
import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeReader;
import io.rtpengine.sidecar.bencode.BencodeString;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.sidecar.translate.Command;
import io.rtpengine.sidecar.translate.CommandCompiler;
import io.rtpengine.sidecar.translate.InvalidMessageException;
import io.rtpengine.v1.AnswerRequest;
import io.rtpengine.v1.BlockDtmfRequest;
import io.rtpengine.v1.BlockMediaRequest;
import io.rtpengine.v1.CallServiceOuterClass;
import io.rtpengine.v1.DeleteRequest;
import io.rtpengine.v1.MediaServiceOuterClass;
import io.rtpengine.v1.OfferRequest;
import io.rtpengine.v1.PauseRecordingRequest;
import io.rtpengine.v1.PlayDtmfRequest;
import io.rtpengine.v1.PlayMediaRequest;
import io.rtpengine.v1.QueryRequest;
import io.rtpengine.v1.RecordingServiceOuterClass;
import io.rtpengine.v1.SipMessage;
import io.rtpengine.v1.StartForwardingRequest;
import io.rtpengine.v1.StartRecordingRequest;
import io.rtpengine.v1.StopForwardingRequest;
import io.rtpengine.v1.StopMediaRequest;
import io.rtpengine.v1.StopRecordingRequest;
import io.rtpengine.v1.UnblockDtmfRequest;
import io.rtpengine.v1.UnblockMediaRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An expander of the whole contract, and what its expansions are on the wire. */
final class Expanding {

  private static final List<Message> REQUESTS =
      List.of(
          OfferRequest.getDefaultInstance(),
          AnswerRequest.getDefaultInstance(),
          DeleteRequest.getDefaultInstance(),
          QueryRequest.getDefaultInstance(),
          StartRecordingRequest.getDefaultInstance(),
          StopRecordingRequest.getDefaultInstance(),
          PauseRecordingRequest.getDefaultInstance(),
          PlayMediaRequest.getDefaultInstance(),
          StopMediaRequest.getDefaultInstance(),
          PlayDtmfRequest.getDefaultInstance(),
          BlockDtmfRequest.getDefaultInstance(),
          UnblockDtmfRequest.getDefaultInstance(),
          BlockMediaRequest.getDefaultInstance(),
          UnblockMediaRequest.getDefaultInstance(),
          StartForwardingRequest.getDefaultInstance(),
          StopForwardingRequest.getDefaultInstance());

  /** Any SDP. */
  static final ByteString SDP = ByteString.copyFromUtf8("v=0");

  private final Map<String, Message> requests = new HashMap<>();
  private final Map<String, MethodDescriptor> methods = new LinkedHashMap<>();
  private final Expander expander;

  Expanding() {
    this(Profiles.shipped(List.of()));
  }

  Expanding(Profiles profiles) {
    for (Message request : REQUESTS) {
      requests.put(request.getDescriptorForType().getName(), request);
    }
    CommandCompiler compiler = new CommandCompiler(Set.of("command"));
    Map<MethodDescriptor, Expander.Target> targets = new HashMap<>();
    Stream.of(
            CallServiceOuterClass.getDescriptor(),
            MediaServiceOuterClass.getDescriptor(),
            RecordingServiceOuterClass.getDescriptor())
        .flatMap(file -> file.getServices().stream())
        .flatMap(service -> service.getMethods().stream())
        .filter(method -> requests.containsKey(method.getInputType().getName()))
        .forEach(
            method -> {
              methods.put(method.getName(), method);
              targets.put(
                  method,
                  new Expander.Target(
                      compiler.compile(method), known(requests, method.getInputType().getName())));
            });
    this.expander = new Expander(targets, Set.of("command"), () -> profiles);
  }

  /** Returns what reads files of profiles. */
  static ProfileReader profileReader() {
    CommandCompiler compiler = new CommandCompiler(Set.of("command"));
    var calls = CallServiceOuterClass.getDescriptor().findServiceByName("CallService");
    return new ProfileReader(
        compiler.compile(calls.findMethodByName("Offer")),
        compiler.compile(calls.findMethodByName("Answer")));
  }

  /** Returns the names of the RPCs that expand. */
  Set<String> rpcs() {
    return methods.keySet();
  }

  /** Expands a request of an RPC that has nothing but a flag string and a SIP message. */
  Expansion expand(String rpc, String flags, SipMessage sip) throws ExpansionException {
    Message.Builder request = known(requests, rpc + "Request").newBuilderForType();
    request.setField(request.getDescriptorForType().findFieldByName("flags_string"), flags);
    request.setField(request.getDescriptorForType().findFieldByName("sip_message"), sip);
    return expand(rpc, request.build());
  }

  Expansion expand(String rpc, Message request) throws ExpansionException {
    return expander.expand(known(methods, rpc), request);
  }

  private static <T> T known(Map<String, T> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** Returns what is sent, on one line, the name of the command included. */
  static String wire(Expansion expansion) throws InvalidMessageException, BencodeException {
    Command command = expansion.command();
    BencodeWriter writer = new BencodeWriter(256);
    writer.beginDictionary();
    WireMessage request = command.request(expansion.request().toByteArray());
    command.writeRequest(request, writer);
    writer.end();
    return command.name(request) + " " + text(BencodeReader.read(writer.toByteArray()));
  }

  private static String text(BencodeValue value) {
    if (value instanceof BencodeDictionary dictionary) {
      Map<String, String> sorted = new TreeMap<>();
      for (int i = 0; i < dictionary.size(); i++) {
        sorted.put(dictionary.key(i).toString(), text(dictionary.value(i)));
      }
      return sorted.toString();
    }
    if (value instanceof BencodeList list) {
      return StreamSupport.stream(list.spliterator(), false)
          .map(Expanding::text)
          .collect(Collectors.joining(" ", "[", "]"));
    }
    if (value instanceof BencodeInteger integer) {
      return "#" + integer.value();
    }
    return new String(((BencodeString) value).toByteArray(), StandardCharsets.UTF_8);
  }

  /** Returns an INVITE within a dialogue, or one that opens it. */
  static SipMessage request(String method, String toTag) {
    return sip(method + " sip:b@x SIP/2.0", method, toTag);
  }

  static SipMessage response(int code, String method, String toTag) {
    return sip("SIP/2.0 " + code + " Reason", method, toTag);
  }

  private static SipMessage sip(String firstLine, String method, String toTag) {
    String message =
        String.join(
            "\r\n",
            firstLine,
            "Via: SIP/2.0/UDP a;branch=b1",
            "Via: SIP/2.0/UDP b;branch=b2",
            "From: <sip:a@x>;tag=ft",
            "To: <sip:b@x>" + (toTag.isEmpty() ? "" : ";tag=" + toTag),
            "Call-ID: ci",
            "CSeq: 1 " + method,
            "Content-Type: application/sdp",
            "",
            "v=0");
    return SipMessage.newBuilder()
        .setRaw(ByteString.copyFromUtf8(message))
        .setSourceAddress("10.0.0.1")
        .build();
  }
}
