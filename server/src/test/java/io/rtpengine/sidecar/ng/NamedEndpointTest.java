package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Where requests go whose node is a name, on a clock that is moved by hand. */
class NamedEndpointTest {

  private static final NgRequest PING = NgRequest.encode("ping", writer -> {});
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final EmbeddedChannel clock = new EmbeddedChannel();
  private final Deque<Consumer<HostResolver.Answer>> asked = new ArrayDeque<>();
  private final List<Opened> opened = new ArrayList<>();
  private final List<Optional<InetSocketAddress>> located = new ArrayList<>();
  private final NamedEndpoint endpoint = named("udp:engine.example:2223");

  NamedEndpointTest() {
    clock.freezeTime();
    clock.runPendingTasks();
  }

  private NamedEndpoint named(String address) {
    return new NamedEndpoint(
        (NgAddress.Udp) NgAddress.parse(address),
        (host, listener) -> asked.add(listener),
        this::open,
        clock.eventLoop(),
        GRACE,
        new NgObserver() {
          @Override
          public void located(NgAddress.Udp engine, Optional<InetSocketAddress> there) {
            located.add(there);
          }
        },
        closed -> {});
  }

  private NgEndpoint open(InetSocketAddress address) {
    Opened endpointThere = new Opened(address);
    opened.add(endpointThere);
    return endpointThere;
  }

  /** An endpoint that answers as it is told. */
  private static final class Opened implements NgEndpoint {

    private final InetSocketAddress address;
    private final List<NgListener> requests = new ArrayList<>();
    private boolean closed;

    Opened(InetSocketAddress address) {
      this.address = address;
    }

    @Override
    public NgExchange send(NgRequest request, long deadlineNanos, NgListener listener) {
      requests.add(listener);
      return () -> {};
    }

    void beSilent() {
      requests.remove(0).onOutcome(new NgOutcome.Silent(false, 1, 1));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void requestsGoWhereTheNameLeads() throws Exception {
    assertThat(endpoint.isReachable()).isFalse();
    assertThat(endpoint.firstAnswer()).isNotDone();

    answer(60, "127.0.0.2");

    assertThat(endpoint.isReachable()).isTrue();
    assertThat(endpoint.firstAnswer()).isDone();
    send();
    assertThat(opened.get(0).address).isEqualTo(at("127.0.0.2"));
    assertThat(opened.get(0).requests).hasSize(1);
  }

  @Test
  void nameWithoutAnAddressIsAFaultOfOurOwnAndLookedUpAgain() throws Exception {
    answer(0);

    RecordingListener listener = new RecordingListener();
    endpoint.send(PING, Long.MAX_VALUE, listener);
    assertThat(listener.await(NgOutcome.LocalFault.class).problem())
        .isEqualTo("engine.example has no address");
    assertThat(endpoint.firstAnswer()).isDone();
    assertThat(located).containsExactly(Optional.empty());

    pass(Duration.ofSeconds(5));
    answer(60, "127.0.0.2");
    assertThat(endpoint.isReachable()).isTrue();
  }

  @Test
  void nameIsLookedUpWhenTheAnswerHasHadItsLifeWithinBounds() throws Exception {
    answer(60, "127.0.0.2");
    pass(Duration.ofSeconds(59));
    assertThat(asked).isEmpty();
    pass(Duration.ofSeconds(1));

    answer(0, "127.0.0.2");
    pass(Duration.ofMillis(4_900));
    assertThat(asked).isEmpty();
    pass(Duration.ofMillis(100));

    answer(86_400, "127.0.0.2");
    pass(Duration.ofMinutes(5));
    assertThat(asked).hasSize(1);
  }

  @Test
  void newRequestsGoToTheNewAddressAndThoseUnderWayEndAtTheOldOne() throws Exception {
    answer(60, "127.0.0.2");
    send();
    endpoint.lookUp();
    clock.runPendingTasks();
    answer(60, "127.0.0.3");
    send();

    assertThat(opened)
        .extracting(there -> there.address)
        .containsExactly(at("127.0.0.2"), at("127.0.0.3"));
    assertThat(opened.get(0).closed).isFalse();
    assertThat(opened.get(1).requests).hasSize(1);
    pass(GRACE);
    assertThat(opened.get(0).closed).isTrue();
    assertThat(opened.get(1).closed).isFalse();
  }

  @Test
  void addressThatIsStillAmongThoseFoundIsKept() throws Exception {
    answer(60, "127.0.0.2", "127.0.0.3");
    pass(Duration.ofSeconds(60));
    answer(60, "127.0.0.3", "127.0.0.2");

    assertThat(opened).hasSize(1);
  }

  @Test
  void lastAddressIsKeptWhenTheNameIsGone() throws Exception {
    answer(60, "127.0.0.2");
    pass(Duration.ofSeconds(60));
    answer(0);

    assertThat(endpoint.isReachable()).isTrue();
    send();
    assertThat(opened.get(0).requests).hasSize(1);
  }

  @Test
  void repeatedSilencePutsTheAddressInDoubtButNotAllTheTime() throws Exception {
    answer(300, "127.0.0.2");
    silence();
    assertThat(asked).isEmpty();
    silence();
    assertThat(asked).hasSize(1);

    answer(300, "127.0.0.2");
    silence();
    assertThat(asked).isEmpty();
    pass(Duration.ofSeconds(5));
    silence();
    assertThat(asked).hasSize(1);
  }

  @Test
  void udpPrefersIpv4AndUdp6TakesNothingButIpv6() throws Exception {
    answer(60, "::2", "127.0.0.2");
    assertThat(opened.get(0).address).isEqualTo(at("127.0.0.2"));

    NamedEndpoint six = named("udp6:engine.example:2223");
    clock.runPendingTasks();
    answer(60, "127.0.0.2", "::2");
    assertThat(six.isReachable()).isTrue();
    assertThat(opened.get(1).address).isEqualTo(at("::2"));
  }

  @Test
  void closedEndpointLooksNothingUp() throws Exception {
    answer(60, "127.0.0.2");
    endpoint.close();
    clock.runPendingTasks();
    pass(Duration.ofHours(1));

    assertThat(asked).isEmpty();
    assertThat(opened.get(0).closed).isTrue();
  }

  private void silence() {
    send();
    opened.get(0).beSilent();
    clock.runPendingTasks();
  }

  private void send() {
    endpoint.send(PING, Long.MAX_VALUE, outcome -> {});
  }

  private void answer(int seconds, String... addresses) throws UnknownHostException {
    List<InetAddress> found = new ArrayList<>();
    for (String address : addresses) {
      found.add(InetAddress.getByName(address));
    }
    asked.remove().accept(new HostResolver.Answer(found, Duration.ofSeconds(seconds)));
    clock.runPendingTasks();
  }

  private void pass(Duration time) {
    clock.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    clock.runScheduledPendingTasks();
    clock.runPendingTasks();
  }

  private static InetSocketAddress at(String address) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(address), 2223);
  }
}
