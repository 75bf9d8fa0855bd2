package io.rtpengine.sidecar.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.rtpengine.sidecar.notify.NotifyObserver.DropReason;
import io.rtpengine.sidecar.notify.NotifyObserver.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.xml.stream.XMLStreamException;

/**
 * Takes the timeout callbacks of engines: XML-RPC over HTTP, at any path. Thread-safe. Each
 * connection carries one call; few are open at a time, none for long.
 */
final class XmlRpcListener implements AutoCloseable {

  private static final int MAX_BODY_SIZE = 16_384;
  private static final int MAX_CONNECTIONS = 256;
  private static final int TIMEOUT_SECONDS = 5;

  private static final String DONE =
      "<?xml version=\"1.0\"?><methodResponse><params><param><value><string>OK</string></value>"
          + "</param></params></methodResponse>";
  private static final String FAULT =
      "<?xml version=\"1.0\"?><methodResponse><fault><value><struct><member><name>faultCode</name>"
          + "<value><int>1</int></value></member><member><name>faultString</name>"
          + "<value><string>no such method</string></value></member></struct></value></fault>"
          + "</methodResponse>";

  private final XmlRpcReader reader = new XmlRpcReader();
  private final AtomicInteger connections = new AtomicInteger();
  private final Timeouts timeouts;
  private final Predicate<InetAddress> senders;
  private final NotifyObserver observer;
  private final Channel channel;

  private XmlRpcListener(
      Sockets sockets,
      InetSocketAddress address,
      Timeouts timeouts,
      Predicate<InetAddress> senders,
      NotifyObserver observer)
      throws IOException {
    this.timeouts = timeouts;
    this.senders = senders;
    this.observer = observer;
    this.channel =
        Sockets.bind(sockets.server().childHandler(new Connection()), address, "callbacks");
  }

  /**
   * Starts listening.
   *
   * @param senders whose calls are taken
   * @throws IOException if the address can't be listened on
   */
  static XmlRpcListener start(
      Sockets sockets,
      InetSocketAddress address,
      Timeouts timeouts,
      Predicate<InetAddress> senders,
      NotifyObserver observer)
      throws IOException {
    return new XmlRpcListener(sockets, address, timeouts, senders, observer);
  }

  /** Returns where it listens: with the port that was chosen, if any would do. */
  InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  private FullHttpResponse answer(FullHttpRequest request, InetAddress sender) {
    if (!senders.test(sender)) {
      observer.dropped(Source.XMLRPC, DropReason.FOREIGN_SENDER);
      return response(HttpResponseStatus.FORBIDDEN, "");
    }
    if (!request.method().equals(HttpMethod.POST)) {
      observer.dropped(Source.XMLRPC, DropReason.MALFORMED);
      return response(HttpResponseStatus.METHOD_NOT_ALLOWED, "");
    }
    try {
      XmlRpcCall call = reader.read(ByteBufUtil.getBytes(request.content()));
      return response(HttpResponseStatus.OK, timeouts.accept(call, sender) ? DONE : FAULT);
    } catch (XMLStreamException malformed) {
      observer.dropped(Source.XMLRPC, DropReason.MALFORMED);
      return response(HttpResponseStatus.BAD_REQUEST, "");
    } catch (RuntimeException fault) {
      observer.faulted(fault);
      return response(HttpResponseStatus.INTERNAL_SERVER_ERROR, "");
    }
  }

  private static FullHttpResponse response(HttpResponseStatus status, String body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(body, UTF_8));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/xml")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
      response.headers().set(HttpHeaderNames.ALLOW, HttpMethod.POST);
    }
    return response;
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  /** Sets a connection up. */
  private final class Connection extends ChannelInitializer<Channel> {

    @Override
    protected void initChannel(Channel connection) {
      connection.closeFuture().addListener(closed -> connections.decrementAndGet());
      if (connections.incrementAndGet() > MAX_CONNECTIONS) {
        var unused = connection.close();
        return;
      }
      connection
          .pipeline()
          .addLast(new ReadTimeoutHandler(TIMEOUT_SECONDS))
          .addLast(new HttpServerCodec())
          .addLast(new HttpObjectAggregator(MAX_BODY_SIZE, true))
          .addLast(new Receiver());
    }
  }

  /** Answers the one request of a connection. */
  private final class Receiver extends SimpleChannelInboundHandler<FullHttpRequest> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      InetAddress sender = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
      FullHttpResponse response =
          request.decoderResult().isSuccess() ? answer(request, sender) : malformed();
      var unused = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private FullHttpResponse malformed() {
      observer.dropped(Source.XMLRPC, DropReason.MALFORMED);
      return response(HttpResponseStatus.BAD_REQUEST, "");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // Slow, too large, or gone.
      observer.dropped(Source.XMLRPC, DropReason.MALFORMED);
      var unused = context.close();
    }
  }
}
