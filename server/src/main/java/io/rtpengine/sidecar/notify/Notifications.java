package io.rtpengine.sidecar.notify;

import io.grpc.ServerServiceDefinition;
import io.netty.channel.EventLoopGroup;
import io.rtpengine.sidecar.ng.NgObserver;
import io.rtpengine.sidecar.notify.NotificationSettings.Listen;
import io.rtpengine.sidecar.pool.PoolObserver;
import io.rtpengine.sidecar.service.CommandObserver;
import io.rtpengine.sidecar.service.Destinations;
import io.rtpengine.sidecar.service.UnaryCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notification stream with all that feeds it: made in order, and closed in reverse.
 * Thread-safe.
 */
public final class Notifications implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

  private final NotificationSettings settings;
  private final NotifyObserver observer;
  private final Sockets sockets;
  private final Hub hub;
  private final CallEvents calls;
  private final NodeEvents nodes;
  private final Playbacks playbacks;
  private final PerCall perCall;
  private final List<AutoCloseable> listeners = new ArrayList<>();
  private Optional<InetSocketAddress> datagrams = Optional.empty();
  private Optional<InetSocketAddress> callbacks = Optional.empty();

  /**
   * Creates a stream that takes events from within, and listens to no engine yet.
   *
   * @param group the event loops of the gRPC server, which must outlive the stream
   */
  public Notifications(
      NotificationSettings settings, EventLoopGroup group, NotifyObserver observer) {
    this.settings = settings;
    this.observer = observer;
    this.sockets = Sockets.of(group);
    this.hub =
        new Hub(
            group,
            settings.history(),
            settings.maxSubscribers(),
            new SecureRandom().nextLong(),
            observer,
            InstantSource.system(),
            System::nanoTime);
    this.playbacks = new Playbacks(hub, group);
    this.perCall = new PerCall(settings.advertised());
    this.calls = new CallEvents(hub, playbacks);
    this.nodes = new NodeEvents(hub, playbacks, group);
  }

  /** Returns what is to be told of commands that have been carried out. */
  public CommandObserver commandObserver() {
    return calls;
  }

  /** Returns where engines are to report: nowhere until this listens. */
  public Destinations destinations() {
    return perCall;
  }

  /** Returns what is to be told of what happens in the pool. */
  public PoolObserver poolObserver() {
    return nodes;
  }

  /** Returns what is to be told where the host names of nodes lead: events come from there. */
  public NgObserver nameObserver() {
    return nodes.names();
  }

  /**
   * Returns the service as gRPC serves it.
   *
   * @param delete deletes calls
   */
  public ServerServiceDefinition bind(UnaryCommand delete) {
    return new Subscriptions(hub, new Teardown(hub, delete)).bind();
  }

  /**
   * Listens to engines from now on.
   *
   * @param origins knows where they are
   * @param over is told of calls that are over, by the word of whoever reports it
   * @throws IOException if an address can't be listened on that somebody asked for
   */
  public void listen(Origins origins, Consumer<String> over) throws IOException {
    nodes.whenReloaded(origins::refresh);
    origins.refresh();
    Predicate<InetAddress> senders = settings.onlyFromNodes() ? origins::isNode : unused -> true;
    EngineEvents events = new EngineEvents(hub, origins, observer, System::nanoTime);
    Timeouts timeouts = new Timeouts(hub, origins, playbacks, over, observer, System::nanoTime);
    if (settings.datagrams().isPresent()) {
      datagrams =
          listen(
              settings.datagrams().get(),
              address -> {
                DatagramListener listener =
                    DatagramListener.start(sockets, address, events, senders, observer);
                listeners.add(listener);
                return listener.address();
              });
    }
    if (settings.callbacks().isPresent()) {
      callbacks =
          listen(
              settings.callbacks().get(),
              address -> {
                XmlRpcListener listener =
                    XmlRpcListener.start(sockets, address, timeouts, senders, observer);
                listeners.add(listener);
                return listener.address();
              });
    }
    if (settings.perCall()) {
      perCall.tell(datagrams, callbacks, origins);
    }
    for (InetSocketAddress engine : settings.engines()) {
      EngineConnection connection =
          new EngineConnection(engine, sockets, events, observer, new SplittableRandom());
      listeners.add(connection);
      connection.open();
    }
  }

  private static Optional<InetSocketAddress> listen(Listen listen, Start start) throws IOException {
    try {
      return Optional.of(start.on(listen.address()));
    } catch (IOException taken) {
      if (!listen.isDefault()) {
        throw taken;
      }
      LOG.warn(
          "{}; nobody asked for it, so there will be no events from there", taken.getMessage());
      return Optional.empty();
    }
  }

  /** Starts listening on an address, and returns which it is. */
  private interface Start {
    InetSocketAddress on(InetSocketAddress address) throws IOException;
  }

  /** Returns where datagrams are taken, if they are. */
  public Optional<InetSocketAddress> datagramAddress() {
    return datagrams;
  }

  /** Returns where callbacks are taken, if they are. */
  public Optional<InetSocketAddress> callbackAddress() {
    return callbacks;
  }

  /** Listens no longer, and ends all streams when they have been told of everything. */
  @Override
  public void close() {
    for (AutoCloseable listener : listeners) {
      try {
        listener.close();
      } catch (Exception broken) {
        LOG.debug("while closing", broken);
      }
    }
    listeners.clear();
    hub.close();
  }
}
