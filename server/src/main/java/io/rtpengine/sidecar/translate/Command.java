package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import io.rtpengine.v1.CommandKind;
import io.rtpengine.v1.NgRole;
import io.rtpengine.v1.Options;
import java.util.Optional;

/**
 * An NG command as the contract has it: an RPC, the name that NG knows it by, and the plans of its
 * request and its response. Immutable and thread-safe.
 */
public final class Command {

  private final MethodDescriptor method;
  private final String fixedName;
  private final CommandKind kind;
  private final DictionaryPlan request;
  private final DictionaryPlan response;
  private final Optional<FieldDescriptor> callId;
  private final Optional<FieldDescriptor> name;

  Command(MethodDescriptor method, DictionaryPlan request, DictionaryPlan response) {
    this.method = method;
    if (!method.getOptions().hasExtension(Options.ngCommand)) {
      throw new ContractException(method, "is no command");
    }
    this.fixedName = method.getOptions().getExtension(Options.ngCommand).getName();
    this.kind = method.getOptions().getExtension(Options.ngCommand).getKind();
    this.request = request;
    this.response = response;
    this.callId = fieldOf(method.getInputType(), NgRole.NG_ROLE_CALL_ID);
    this.name = fieldOf(method.getInputType(), NgRole.NG_ROLE_COMMAND);
    if (fixedName.isEmpty() == name.isEmpty()) {
      throw new ContractException(method, "must name its command, or have a field that does");
    }
  }

  private static Optional<FieldDescriptor> fieldOf(Descriptor type, NgRole role) {
    return type.getFields().stream()
        .filter(field -> field.getOptions().getExtension(Options.ng).getRole() == role)
        .findFirst();
  }

  /** Returns the RPC. */
  public MethodDescriptor method() {
    return method;
  }

  /**
   * Returns the name that NG knows the command by; of a request that can't be right, perhaps "".
   */
  public String name(Message request) {
    return name.map(field -> (String) request.getField(field)).orElse(fixedName);
  }

  /** Returns what the command does to a call. */
  public CommandKind kind() {
    return kind;
  }

  /** Returns the call-id that a request names; nothing if it names none. */
  public Optional<String> callId(Message request) {
    return callId.map(field -> (String) request.getField(field)).filter(id -> !id.isEmpty());
  }

  /**
   * Writes the entries of a request's dictionary, without the dictionary around them, and without
   * those keys that are reserved.
   *
   * @throws InvalidMessageException if the request can't be right; what was written then is of no
   *     use
   */
  public void writeRequest(Message message, BencodeWriter writer) throws InvalidMessageException {
    Violations violations = new Violations();
    request.writeEntries(message, writer, violations);
    violations.throwIfAny();
  }

  /**
   * Reads a request's dictionary, for those who have one and want the message that would be sent
   * so.
   *
   * @return whether the builder holds all of it; if not, it is of no use
   */
  public boolean readRequest(BencodeDictionary dictionary, Message.Builder builder) {
    return request.readMessage(dictionary, builder);
  }

  /**
   * Writes the entries of a reply's dictionary, as {@link #writeRequest} does a request's.
   *
   * @throws InvalidMessageException if the response can't be right
   */
  public void writeResponse(Message message, BencodeWriter writer) throws InvalidMessageException {
    Violations violations = new Violations();
    response.writeEntries(message, writer, violations);
    violations.throwIfAny();
  }

  /**
   * Reads a reply.
   *
   * @return whether the builder holds all of it; if not, it is of no use, and the reply has a key
   *     that is not text
   */
  public boolean readResponse(BencodeDictionary dictionary, Message.Builder builder) {
    return response.readMessage(dictionary, builder);
  }
}
