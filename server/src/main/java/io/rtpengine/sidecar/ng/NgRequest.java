package io.rtpengine.sidecar.ng;

import io.rtpengine.sidecar.bencode.BencodeWriter;
import java.util.function.Consumer;

/**
 * A request, encoded once: everything but the cookie, which each node that it is sent to gets a
 * fresh one of. Immutable and thread-safe.
 */
public final class NgRequest {

  private static final int TYPICAL_SIZE = 2_048;

  private final String command;
  private final byte[] dictionary;

  private NgRequest(String command, byte[] dictionary) {
    this.command = command;
    this.dictionary = dictionary;
  }

  /**
   * Encodes a request.
   *
   * @param command the name of the command
   * @param entries writes the other entries of the dictionary, keys and values alternating, and
   *     nothing around them
   */
  public static NgRequest encode(String command, Consumer<BencodeWriter> entries) {
    BencodeWriter writer = new BencodeWriter(TYPICAL_SIZE);
    writer.beginDictionary().string("command").string(command);
    entries.accept(writer);
    return new NgRequest(command, writer.end().toByteArray());
  }

  /** Returns the name of the command. */
  public String command() {
    return command;
  }

  /** Returns how many bytes the encoded dictionary has. */
  public int size() {
    return dictionary.length;
  }

  /** Returns the encoded dictionary, which must not be changed. */
  byte[] dictionary() {
    return dictionary;
  }
}
