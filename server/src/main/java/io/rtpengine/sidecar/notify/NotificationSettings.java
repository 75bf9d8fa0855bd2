package io.rtpengine.sidecar.notify;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * How the notification stream is set. Immutable and thread-safe.
 *
 * @param datagrams where engines send JSON to; nothing if they don't
 * @param callbacks where engines send XML-RPC to; nothing if they don't
 * @param engines the TCP ports of engines that send NG to whoever is connected
 * @param onlyFromNodes whether only what comes from the addresses of nodes is taken
 * @param perCall whether engines are told of these addresses in each call
 * @param advertised the address of this host that engines are told; nothing for the one that is
 *     listened on
 * @param history how much of the past is kept
 * @param maxSubscribers how many subscribers there may be
 */
public record NotificationSettings(
    Optional<Listen> datagrams,
    Optional<Listen> callbacks,
    List<InetSocketAddress> engines,
    boolean onlyFromNodes,
    boolean perCall,
    Optional<InetAddress> advertised,
    HistoryLimits history,
    int maxSubscribers) {

  /** Creates settings. */
  public NotificationSettings {
    engines = List.copyOf(engines);
  }

  /** Understands an IP address, not a name; nothing if it is none. */
  public static Optional<InetAddress> ipAddress(String written) {
    return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(written));
  }

  /**
   * An address that is listened on.
   *
   * @param address the address
   * @param isDefault whether nobody asked for it: then it is no error if it can't be had
   */
  public record Listen(InetSocketAddress address, boolean isDefault) {}
}
