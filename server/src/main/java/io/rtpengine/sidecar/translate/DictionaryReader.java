package io.rtpengine.sidecar.translate;

import com.google.protobuf.Descriptors.Descriptor;
import io.rtpengine.sidecar.bencode.BencodeDictionary;
import io.rtpengine.sidecar.protobuf.MessageTypes;
import io.rtpengine.sidecar.protobuf.WireBuilder;
import java.util.Optional;
import java.util.Set;

/**
 * Reads dictionaries that are no replies: what engines send without having been asked. Immutable
 * and thread-safe.
 */
public final class DictionaryReader {

  private final DictionaryPlan plan;

  /**
   * Compiles a reader.
   *
   * @param type the message that a dictionary becomes
   * @throws ContractException if its options ask for what can't be
   */
  public DictionaryReader(Descriptor type) {
    MessageTypes types = new MessageTypes();
    this.plan = new PlanCompiler(types).dictionary(types.of(type), Set.of());
  }

  /**
   * Reads a dictionary.
   *
   * @return the message in its wire form; nothing if it can't hold all of the dictionary, which
   *     then has a key that is not text
   */
  public Optional<byte[]> read(BencodeDictionary dictionary) {
    WireBuilder message = new WireBuilder();
    return plan.readMessage(dictionary, message)
        ? Optional.of(message.toByteArray())
        : Optional.empty();
  }
}
