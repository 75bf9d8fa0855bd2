package io.rtpengine.sidecar.benchmarks.load;

import io.rtpengine.sidecar.bencode.BencodeList;
import io.rtpengine.sidecar.bencode.BencodeValue;
import io.rtpengine.sidecar.bencode.BencodeWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the requests for load generators that are not ours, to the directory that is named: {@code
 * ping.grpc}, the body of an RPC, and {@code call.bencode}, a list of NG dictionaries.
 */
public final class RequestFiles {

  private RequestFiles() {}

  /** Writes the files. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    byte[] message = Workload.PING.steps().get(0).protobuf();
    byte[] body =
        ByteBuffer.allocate(5 + message.length)
            .put((byte) 0)
            .putInt(message.length)
            .put(message)
            .array();
    Files.write(directory.resolve("ping.grpc"), body);
    BencodeValue[] call =
        Workload.CALL.steps().stream().map(Workload.Step::dictionary).toArray(BencodeValue[]::new);
    Files.write(directory.resolve("call.bencode"), BencodeWriter.encode(BencodeList.of(call)));
  }
}
