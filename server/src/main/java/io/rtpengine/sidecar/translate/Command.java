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
import java.util.Set;

/**
 * An NG command as the contract has it: an RPC, the name that NG knows it by, and the plans of its
 * request and its response. Immutable and thread-safe.
 */
public final class Command {

  private final MethodDescriptor method;
  private final String name;
  private final CommandKind kind;
  private final DictionaryPlan request;
  private final DictionaryPlan response;
  private final Optional<FieldDescriptor> callId;

  private Command(MethodDescriptor method, DictionaryPlan request, DictionaryPlan response) {
    this.method = method;
    this.name = method.getOptions().getExtension(Options.ngCommand).getName();
    this.kind = method.getOptions().getExtension(Options.ngCommand).getKind();
    this.request = request;
    this.response = response;
    this.callId = callId(method.getInputType());
  }

  /** Whether an RPC is an NG command. */
  public static boolean is(MethodDescriptor method) {
    return method.getOptions().hasExtension(Options.ngCommand);
  }

  /**
   * Compiles the plans of an RPC.
   *
   * @param reservedKeys keys of the request that the caller of {@link #writeRequest} writes itself
   * @throws ContractException if the contract asks for what can't be
   */
  static Command compile(MethodDescriptor method, PlanCompiler compiler, Set<String> reservedKeys) {
    return new Command(
        method,
        compiler.dictionary(method.getInputType(), reservedKeys),
        compiler.dictionary(method.getOutputType(), Set.of()));
  }

  private static Optional<FieldDescriptor> callId(Descriptor type) {
    return type.getFields().stream()
        .filter(
            field ->
                field.getOptions().getExtension(Options.ng).getRole() == NgRole.NG_ROLE_CALL_ID)
        .findFirst();
  }

  /** Returns the RPC. */
  public MethodDescriptor method() {
    return method;
  }

  /** Returns the name that NG knows the command by. */
  public String name() {
    return name;
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
