package io.rtpengine.sidecar.pool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The node of a call as callers keep it: opaque to them, the same in every sidecar and release.
 *
 * <pre>
 *   base64url( version 1, 1 byte | CRC-32 of the rest, 4 bytes | set, 4 bytes | name, UTF-8 )
 * </pre>
 */
final class Handle {

  private static final byte VERSION = 1;
  private static final int HEAD = Byte.BYTES + 2 * Integer.BYTES;

  private Handle() {}

  static String of(NodeId node) {
    byte[] name = node.name().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + name.length);
    bytes.put(VERSION).putInt(0).putInt(node.setId()).put(name);
    bytes.putInt(Byte.BYTES, checksum(bytes));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** Returns the node that a handle means; nothing if it was never given out. */
  static Optional<NodeId> read(String handle) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(handle));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.remaining() <= HEAD || bytes.get() != VERSION || bytes.getInt() != checksum(bytes)) {
      return Optional.empty();
    }
    int setId = bytes.getInt();
    return Optional.of(new NodeId(setId, StandardCharsets.UTF_8.decode(bytes).toString()));
  }

  /** Returns the checksum of what stands after it. */
  private static int checksum(ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes.duplicate().clear().position(Byte.BYTES + Integer.BYTES));
    return (int) crc.getValue();
  }
}
