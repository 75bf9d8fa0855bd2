package io.rtpengine.sidecar.ng;

import io.rtpengine.sidecar.bencode.BencodeWriter;

/**
 * A request, encoded once: everything but the cookie, which each node that it is sent to gets a
 * fresh one of. Immutable and thread-safe.
 */
public final class NgRequest {

  /** The key that a request's dictionary names its command by: no other entry may have it. */
  public static final String COMMAND_KEY = "command";

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
   * @param entries writes the other entries of the dictionary
   * @throws E if {@code entries} does
   */
  public static <E extends Exception> NgRequest encode(String command, Entries<E> entries)
      throws E {
    BencodeWriter writer = new BencodeWriter(TYPICAL_SIZE);
    writer.beginDictionary().string(COMMAND_KEY).string(command);
    entries.writeTo(writer);
    return new NgRequest(command, writer.end().toByteArray());
  }

  /**
   * Writes the entries of a dictionary.
   *
   * @param <E> what goes wrong if they can't be written
   */
  @FunctionalInterface
  public interface Entries<E extends Exception> {

    /** Writes keys and values, alternating, and nothing around them. */
    void writeTo(BencodeWriter writer) throws E;
  }

  /** Returns the name of the command. */
  public String command() {
    return command;
  }

  /** Returns how many bytes the encoded dictionary has. */
  public int size() {
    return dictionary.length;
  }

  /** Returns the encoded dictionary, for those who want to look at it. */
  public byte[] toByteArray() {
    return dictionary.clone();
  }

  /** Returns the encoded dictionary, which must not be changed. */
  byte[] dictionary() {
    return dictionary;
  }
}
