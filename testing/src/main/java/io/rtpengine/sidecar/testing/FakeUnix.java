package io.rtpengine.sidecar.testing;

import io.rtpengine.sidecar.testing.FakeRequest.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The Unix socket of a {@link FakeEngine}: one request and one reply a connection, without cookies,
 * which is how the OpenSIPS module uses one. Thread-safe.
 */
final class FakeUnix implements AutoCloseable {

  private final FakeEngine engine;
  private final Path directory;
  private final ServerSocketChannel server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> FakeEngine.daemon("fake-engine-unix", task));

  FakeUnix(FakeEngine engine) {
    this.engine = engine;
    try {
      directory = Files.createTempDirectory("fake-engine");
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  Path path() {
    return directory.resolve("ng.sock");
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      server.close();
      Files.deleteIfExists(path());
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel connection = server.accept();
        threads.execute(() -> receive(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void receive(SocketChannel connection) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(65_536);
      while (!Bencode.isComplete(bytes.toByteArray())) {
        if (connection.read(buffer.clear()) < 0) {
          connection.close();
          return;
        }
        bytes.write(buffer.array(), 0, buffer.position());
      }
      engine.onRequest(
          FakeRequest.withoutCookie(Transport.UNIX, bytes.toByteArray()),
          (reply, fromAnotherPort) -> threads.execute(() -> respond(connection, reply)));
    } catch (IOException gone) {
      // Whoever it was does not wait for a reply.
    }
  }

  private static void respond(SocketChannel connection, byte[] reply) {
    try (connection) {
      ByteBuffer buffer = ByteBuffer.wrap(reply);
      while (buffer.hasRemaining()) {
        connection.write(buffer);
      }
    } catch (IOException gone) {
      // Whoever it was does not wait for a reply.
    }
  }
}
