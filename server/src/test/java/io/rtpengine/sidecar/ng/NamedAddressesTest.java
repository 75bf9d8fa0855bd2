package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a name of several hosts leads to, on a clock that is moved by hand. */
class NamedAddressesTest {

  private final EmbeddedChannel clock = new EmbeddedChannel();
  private final Deque<Consumer<HostResolver.Answer>> asked = new ArrayDeque<>();
  private int changes;
  private final NamedAddresses addresses = addresses(NgAddress.Family.ANY);

  NamedAddressesTest() {
    clock.freezeTime();
  }

  private NamedAddresses addresses(NgAddress.Family family) {
    return new NamedAddresses(
        "engines.example",
        family,
        (host, listener) -> asked.add(listener),
        clock.eventLoop(),
        () -> changes++);
  }

  private void answer(int seconds, String... found) throws UnknownHostException {
    List<InetAddress> list = new ArrayList<>();
    for (String address : found) {
      list.add(InetAddress.getByName(address));
    }
    asked.remove().accept(new HostResolver.Answer(list, Duration.ofSeconds(seconds)));
    clock.runPendingTasks();
  }

  private CompletableFuture<Void> lookUp() {
    CompletableFuture<Void> answered = addresses.lookUp();
    clock.runPendingTasks();
    return answered;
  }

  private void pass(Duration time) {
    clock.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    clock.runScheduledPendingTasks();
    clock.runPendingTasks();
  }

  private static List<String> known(NamedAddresses addresses) {
    return addresses.known().stream().map(InetAddress::getHostAddress).toList();
  }

  @Test
  void allAddressesAreKnownInAnOrderThatStays() throws Exception {
    CompletableFuture<Void> answered = lookUp();
    assertThat(answered).isNotDone();

    answer(60, "10.0.0.200", "10.0.0.3", "10.0.0.3");
    assertThat(answered).isDone();
    assertThat(known(addresses)).containsExactly("10.0.0.3", "10.0.0.200");
    assertThat(changes).isEqualTo(1);
    assertThat(lookUp()).isNotDone();
    answer(60, "10.0.0.3", "10.0.0.200");

    assertThat(changes).isEqualTo(1);
  }

  @Test
  void nameIsLookedUpAgainWhenItsAnswerHasHadItsLife() throws Exception {
    assertThat(lookUp()).isNotDone();
    answer(60, "10.0.0.1");
    pass(Duration.ofSeconds(59));
    assertThat(asked).isEmpty();
    pass(Duration.ofSeconds(1));

    answer(60, "10.0.0.2");

    assertThat(known(addresses)).containsExactly("10.0.0.2");
    assertThat(changes).isEqualTo(2);
  }

  @Test
  void nameThatIsNotFoundKeepsItsAddressesAndIsSoonLookedUpAgain() throws Exception {
    assertThat(lookUp()).isNotDone();
    answer(60, "10.0.0.1", "10.0.0.2");
    pass(Duration.ofSeconds(60));
    answer(0);

    assertThat(known(addresses)).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(changes).isEqualTo(1);
    pass(Duration.ofSeconds(5));
    assertThat(asked).hasSize(1);
  }

  @Test
  void ipv4GoesBeforeIpv6UnlessThatIsWanted() throws Exception {
    assertThat(lookUp()).isNotDone();
    answer(60, "2001:db8::1", "10.0.0.1");
    assertThat(known(addresses)).containsExactly("10.0.0.1");
    pass(Duration.ofSeconds(60));
    answer(60, "2001:db8::1", "2001:db8::2");
    assertThat(known(addresses)).containsExactly("2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:2");

    NamedAddresses ipv6 = addresses(NgAddress.Family.IPV6);
    var unused = ipv6.lookUp();
    clock.runPendingTasks();
    answer(60, "2001:db8::1", "10.0.0.1");
    assertThat(known(ipv6)).containsExactly("2001:db8:0:0:0:0:0:1");
  }

  @Test
  void nothingIsLookedUpAnyMoreWhenItIsClosed() throws Exception {
    assertThat(lookUp()).isNotDone();
    answer(60, "10.0.0.1");
    addresses.close();
    clock.runPendingTasks();
    pass(Duration.ofMinutes(10));

    assertThat(asked).isEmpty();
    assertThat(lookUp()).isDone();
  }
}
