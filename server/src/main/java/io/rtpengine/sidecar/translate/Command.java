package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.sidecar.protobuf.MalformedMessageException;
import io.rtpengine.sidecar.protobuf.MessageField;
import io.rtpengine.sidecar.protobuf.MessageType;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import io.rtpengine.sidecar.protobuf.WireMessage;
import io.rtpengine.v1.CommandKind;
import io.rtpengine.v1.NgRole;
import io.rtpengine.v1.Options;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An NG command as the contract has it: an RPC, the name that NG knows it by, and the plans of its
 * request and its response. Immutable and thread-safe.
 */
public final class Command {

  private final MethodDescriptor method;
  private final String fixedName;
  private final CommandKind kind;
  private final MessageType requestType;
  private final DictionaryPlan request;
  private final MessageType responseType;
  private final DictionaryPlan response;
  private final @Nullable MessageField callId;
  private final @Nullable MessageField name;

  Command(
      MethodDescriptor method,
      MessageType requestType,
      DictionaryPlan request,
      MessageType responseType,
      DictionaryPlan response) {
    this.method = method;
    if (!method.getOptions().hasExtension(Options.ngCommand)) {
      throw new ContractException(method, "is no command");
    }
    this.fixedName = method.getOptions().getExtension(Options.ngCommand).getName();
    this.kind = method.getOptions().getExtension(Options.ngCommand).getKind();
    this.requestType = requestType;
    this.request = request;
    this.responseType = responseType;
    this.response = response;
    this.callId = fieldOf(requestType, NgRole.NG_ROLE_CALL_ID);
    this.name = fieldOf(requestType, NgRole.NG_ROLE_COMMAND);
    if (fixedName.isEmpty() == (name == null)) {
      throw new ContractException(method, "must name its command, or have a field that does");
    }
  }

  private static @Nullable MessageField fieldOf(MessageType type, NgRole role) {
    for (MessageField field : type.fields()) {
      if (field.descriptor().getOptions().getExtension(Options.ng).getRole() == role) {
        return field;
      }
    }
    return null;
  }

  /** Returns the RPC. */
  public MethodDescriptor method() {
    return method;
  }

  /** Returns the type of the requests. */
  public MessageType requestType() {
    return requestType;
  }

  /** Returns the type of the responses. */
  public MessageType responseType() {
    return responseType;
  }

  /** Returns what the command does to a call. */
  public CommandKind kind() {
    return kind;
  }

  /**
   * Takes a request in its wire form.
   *
   * @param bytes the request, which must not be changed afterwards
   * @throws InvalidMessageException if it is no protobuf; of messages within it, that is found when
   *     it is written
   */
  public WireMessage request(byte[] bytes) throws InvalidMessageException {
    try {
      return WireMessage.parse(requestType, bytes);
    } catch (MalformedMessageException malformed) {
      throw new Violations().with(malformed);
    }
  }

  /**
   * Returns the name that NG knows the command by; of a request that can't be right, perhaps "".
   */
  public String name(WireMessage request) {
    return name == null ? fixedName : request.text(name.slot());
  }

  /** Returns the call-id that a request names; nothing if it names none. */
  public Optional<String> callId(WireMessage request) {
    return callId != null && request.length(callId.slot()) > 0
        ? Optional.of(request.text(callId.slot()))
        : Optional.empty();
  }

  /**
   * Writes the entries of a request's dictionary, without the dictionary around them, and without
   * those keys that are reserved.
   *
   * @throws InvalidMessageException if the request can't be right; what was written then is of no
   *     use
   */
  public void writeRequest(WireMessage message, BencodeWriter writer)
      throws InvalidMessageException {
    write(request, message, writer);
  }

  /**
   * As {@link #writeRequest(WireMessage, BencodeWriter)}; and of the fields that have a role, those
   * that are not set are written as {@code unlessSet} has them.
   */
  public void writeRequest(WireMessage message, BencodeWriter writer, Map<NgRole, String> unlessSet)
      throws InvalidMessageException {
    writeRequest(message, writer);
    try {
      for (Map.Entry<NgRole, String> entry : unlessSet.entrySet()) {
        request.writeUnlessSet(entry.getKey(), entry.getValue(), message, writer);
      }
    } catch (MalformedMessageException malformed) {
      throw new Violations().with(malformed);
    }
  }

  /**
   * Reads a request's dictionary, for those who have one and want the message that would be sent
   * so.
   *
   * @return whether the message holds all of it; if not, it is of no use
   */
  public boolean readRequest(BencodeDictionary dictionary, WireBuilder message) {
    return request.readMessage(dictionary, message);
  }

  /**
   * Writes the entries of a reply's dictionary, as {@link #writeRequest} does a request's.
   *
   * @throws InvalidMessageException if the response can't be right
   */
  public void writeResponse(WireMessage message, BencodeWriter writer)
      throws InvalidMessageException {
    write(response, message, writer);
  }

  private static void write(DictionaryPlan plan, WireMessage message, BencodeWriter writer)
      throws InvalidMessageException {
    Violations violations = new Violations();
    try {
      plan.writeEntries(message, writer, violations);
    } catch (MalformedMessageException malformed) {
      // Writing came as far as the fault: that is where the violations are, too.
      throw violations.with(malformed);
    }
    violations.throwIfAny();
  }

  /**
   * Reads a reply.
   *
   * @return whether the message holds all of it; if not, it is of no use, and the reply has a key
   *     that is not text
   */
  public boolean readResponse(BencodeDictionary dictionary, WireBuilder message) {
    return response.readMessage(dictionary, message);
  }
}
