package belfry.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.wire.Resolver;
import belfry.testing.FakePeer;
import belfry.testing.SinkContract;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that lead where they should not. Loopback is allowed here, all else is as it always is. */
class GuardedTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @TempDir private Path home;
  private FakePeer peer;
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void startPeer() throws Exception {
    peer = FakePeer.start();
  }

  @AfterEach
  void closePeer() {
    peer.close();
  }

  private Sink open(Resolver resolver, String more) throws Exception {
    String settings = "{\"url\": \"http://hook.example:" + peer.port() + "/\"" + more + "}";
    return new WebhookKind(resolver)
        .read(SinkContract.json(settings), SinkContract.means(home))
        .open();
  }

  private static Outcome deliver(Sink sink) throws InterruptedException {
    return sink.deliver(List.of(SinkContract.entry("gv1")));
  }

  @Test
  void nameIsResolvedOnceAndKeptInTheHeader() throws Exception {
    Resolver resolver =
        host -> {
          asked.add(host);
          return List.of(LOOPBACK);
        };
    try (Sink sink = open(resolver, "")) {
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
    }
    assertThat(asked).containsExactly("hook.example");
    assertThat(peer.take().header("Host")).contains("hook.example:" + peer.port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "64:ff9b::a00:1"})
  void oneBadAddressAmongGoodOnesIsEnough(String bad) throws Exception {
    Resolver resolver = host -> List.of(LOOPBACK, InetAddress.ofLiteral(bad));
    try (Sink sink = open(resolver, "")) {
      assertThat(deliver(sink))
          .isInstanceOf(Outcome.Retry.class)
          .asString()
          .contains("of hook.example is not allowed: it is ");
    }
    assertThat(peer.connections()).isZero();
  }

  @Test
  void secondAnswerOfTheResolverIsCheckedAsTheFirst() throws Exception {
    Resolver resolver =
        host -> {
          asked.add(host);
          return List.of(asked.size() == 1 ? LOOPBACK : InetAddress.ofLiteral("10.0.0.1"));
        };
    peer.then(FakePeer.drop());
    try (Sink sink = open(resolver, "")) {
      assertThat(deliver(sink)).isInstanceOf(Outcome.Retry.class);
      assertThat(deliver(sink).toString()).contains("10.0.0.1");
    }
    assertThat(peer.connections()).isEqualTo(1);
  }

  @Test
  void redirectToElsewhereIsNotFollowed() throws Exception {
    try (FakePeer other = FakePeer.start();
        Sink sink = open(host -> List.of(LOOPBACK), "")) {
      peer.then(FakePeer.status(307, "Location: " + other.url("/x")));
      assertThat(deliver(sink).toString()).contains("redirect not followed to");
      assertThat(other.connections()).isZero();
    }
  }

  @Test
  void nextAddressIsTriedWhenOneDoesNotAnswer() throws Exception {
    List<InetAddress> addresses = List.of(InetAddress.ofLiteral("127.255.255.254"), LOOPBACK);
    try (Sink sink = open(host -> addresses, "")) {
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
    }
  }

  @Test
  void fifthAddressOfANameIsNotTried() throws Exception {
    var addresses = new ArrayList<InetAddress>();
    for (int i = 1; i <= 3; i++) {
      addresses.add(InetAddress.ofLiteral("127.255.255." + i));
    }
    addresses.add(LOOPBACK);
    try (Sink sink = open(host -> List.copyOf(addresses), "")) {
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
    }
    addresses.addFirst(InetAddress.ofLiteral("127.255.255.4"));
    try (Sink sink = open(host -> List.copyOf(addresses), "")) {
      assertThat(deliver(sink)).isInstanceOf(Outcome.Retry.class);
    }
  }

  @Test
  void nameWithoutAnAddressIsARetry() throws Exception {
    Resolver none =
        host -> {
          throw new UnknownHostException("secret detail");
        };
    try (Sink sink = open(none, "")) {
      assertThat(deliver(sink).toString()).contains("no such host: hook.example");
    }
    try (Sink sink = open(host -> List.of(), "")) {
      assertThat(deliver(sink)).isInstanceOf(Outcome.Retry.class);
    }
  }

  @Test
  void resolverThatHangsIsNotWaitedFor() throws Exception {
    var never = new CountDownLatch(1);
    Resolver hanging =
        host -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of(LOOPBACK);
        };
    try (Sink sink = open(hanging, ", \"connectTimeout\": \"100ms\"")) {
      assertThat(deliver(sink).toString()).contains("no address of hook.example within 100 ms");
    } finally {
      never.countDown();
    }
  }
}
