package io.rtpengine.sidecar.simulation;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A socket of the sidecar's on a virtual network. Confined to the event loop. */
final class VirtualDatagramChannel extends AbstractChannel {

  private static final ChannelMetadata METADATA = new ChannelMetadata(true);

  private final VirtualNetwork network;
  private final ChannelConfig config = new Config(this);
  private @Nullable InetSocketAddress local;
  private boolean open = true;

  VirtualDatagramChannel(VirtualNetwork network) {
    super(null);
    this.network = network;
  }

  /** The kernel's options mean nothing here. */
  private static final class Config extends DefaultChannelConfig {

    Config(Channel channel) {
      super(channel);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
      return option.equals(ChannelOption.SO_RCVBUF) || super.setOption(option, value);
    }
  }

  @Override
  protected void doBind(SocketAddress anyPort) throws IOException {
    local = network.bind(((InetSocketAddress) anyPort).getAddress(), this::receive);
  }

  private void receive(InetSocketAddress sender, byte[] bytes) {
    pipeline().fireChannelRead(new DatagramPacket(Unpooled.wrappedBuffer(bytes), local, sender));
    pipeline().fireChannelReadComplete();
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    while (out.current() instanceof DatagramPacket packet) {
      try {
        network.send(
            Objects.requireNonNull(local),
            packet.recipient(),
            ByteBufUtil.getBytes(packet.content()));
        out.remove();
      } catch (IOException refused) {
        out.remove(refused);
      }
    }
  }

  @Override
  protected void doClose() {
    open = false;
    if (local != null) {
      network.unbind(local);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isActive() {
    return open && local != null;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    return local;
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return null;
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return true;
  }

  @Override
  protected void doBeginRead() {
    // What arrives is handed over at once.
  }

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new AbstractUnsafe() {
      @Override
      public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
        promise.setFailure(new UnsupportedOperationException("datagrams have no connection"));
      }
    };
  }
}
