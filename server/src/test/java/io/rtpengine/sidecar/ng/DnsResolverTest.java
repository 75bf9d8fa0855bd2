package io.rtpengine.sidecar.ng;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DnsResolverTest {

  private final TestLoops loops = new TestLoops(SystemTransport.NIO);
  private FakeDns dns;
  private DnsResolver resolver;

  @BeforeEach
  void start() throws Exception {
    dns = new FakeDns();
    resolver = resolver(Duration.ofMinutes(1));
  }

  private DnsResolver resolver(Duration timeout) {
    return new DnsResolver(
        loops.group().next(),
        SystemTransport.NIO,
        new SingletonDnsServerAddressStreamProvider(dns.address()),
        timeout);
  }

  @AfterEach
  void stop() {
    resolver.close();
    loops.close();
    dns.close();
  }

  @Test
  void answerHasAllAddressesAndHowLongTheyAreValid() throws Exception {
    dns.say(77, "127.0.0.2", "127.0.0.3");

    HostResolver.Answer answer = resolve("engine.example.");

    assertThat(answer.addresses())
        .containsExactlyInAnyOrder(
            InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.3"));
    assertThat(answer.life()).isEqualTo(Duration.ofSeconds(77));
  }

  @Test
  void nothingIsRemembered() throws Exception {
    dns.say(3_600, "127.0.0.2");
    resolve("engine.example.");
    dns.say(3_600, "127.0.0.4");

    assertThat(resolve("engine.example.").addresses())
        .containsExactly(InetAddress.getByName("127.0.0.4"));
  }

  @Test
  void nameThatDoesNotExistHasNoAddresses() throws Exception {
    assertThat(resolve("nobody.example.")).isEqualTo(HostResolver.Answer.NONE);
  }

  @Test
  void silenceOfTheNameServerIsNoAddresses() throws Exception {
    dns.beSilent();
    resolver.close();
    resolver = resolver(Duration.ofMillis(100));

    assertThat(resolve("engine.example.")).isEqualTo(HostResolver.Answer.NONE);
  }

  private HostResolver.Answer resolve(String host) throws Exception {
    CompletableFuture<HostResolver.Answer> answer = new CompletableFuture<>();
    resolver.resolve(host, answer::complete);
    return answer.get(30, TimeUnit.SECONDS);
  }
}
