package belfry.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.sink.Destination;
import belfry.sink.InvalidSink;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.testing.FakePeer;
import belfry.testing.SinkContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudEvents HTTP 1.1 Web Hooks, section 4: the destination is asked first. */
class HandshakeTest {
  private static final FakePeer.Step AGREES =
      FakePeer.status(200, "WebHook-Allowed-Origin: hub.example.org", "WebHook-Allowed-Rate: 120");

  @TempDir private Path home;
  private FakePeer peer;

  @BeforeEach
  void startPeer() throws Exception {
    peer = FakePeer.start();
  }

  @AfterEach
  void closePeer() {
    peer.close();
  }

  private Destination destination(String handshake) throws InvalidSink {
    String settings =
        """
        {"url": "%s", "auth": {"type": "bearer", "token": "abcdefgh"}, "handshake": %s}
        """
            .formatted(peer.url("/hook"), handshake);
    return new WebhookKind().read(SinkContract.json(settings), SinkContract.means(home));
  }

  private Destination destination() throws InvalidSink {
    return destination("{\"origin\": \"hub.example.org\", \"perMinute\": 120}");
  }

  private static Outcome deliver(Sink sink) throws InterruptedException {
    return sink.deliver(List.of(SinkContract.entry("gv1")));
  }

  @Test
  void isMadeOnceBeforeTheFirstDeliveryOfADestination() throws Exception {
    peer.then(AGREES);
    Destination destination = destination();
    try (Sink one = destination.open();
        Sink other = destination.open()) {
      assertThat(deliver(one)).isEqualTo(new Outcome.Delivered());
      assertThat(deliver(other)).isEqualTo(new Outcome.Delivered());
    }
    FakePeer.Received asked = peer.take();
    assertThat(asked.lines().getFirst()).isEqualTo("OPTIONS /hook HTTP/1.1");
    assertThat(asked.header("WebHook-Request-Origin")).contains("hub.example.org");
    assertThat(asked.header("WebHook-Request-Rate")).contains("120");
    assertThat(asked.header("Authorization")).contains("Bearer abcdefgh");
    assertThat(asked.body()).isEmpty();
    assertThat(peer.take().lines().getFirst()).startsWith("POST ");
    assertThat(peer.take().lines().getFirst()).startsWith("POST ");
    assertThat(peer.received()).isEmpty();
  }

  @Test
  void isNotMadeUnlessItIsAskedFor() throws Exception {
    try (Sink sink = destination("null").open()) {
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
    }
    assertThat(peer.take().lines().getFirst()).startsWith("POST ");
  }

  @Test
  void withoutConsentNothingIsDeliveredAndItIsAskedAgain() throws Exception {
    peer.then(
        FakePeer.status(200),
        FakePeer.status(405),
        FakePeer.status(200, "WebHook-Allowed-Origin: elsewhere.example"),
        FakePeer.status(200, "WebHook-Allowed-Origin: *"));
    try (Sink sink = destination().open()) {
      for (int i = 0; i < 3; i++) {
        assertThat(deliver(sink).toString())
            .contains("without WebHook-Allowed-Origin: hub.example.org or *");
      }
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
    }
    assertThat(peer.received().stream().filter(one -> one.head().startsWith("POST"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"119", "0", "soon", "-1"})
  void aLowerRateThanAskedForIsNoConsent(String rate) throws Exception {
    peer.then(FakePeer.status(200, "WebHook-Allowed-Origin: *", "WebHook-Allowed-Rate: " + rate));
    try (Sink sink = destination().open()) {
      assertThat(deliver(sink).toString()).contains("(expected: perMinute, which is 120, or more)");
    }
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> destination("{\"origin\": \"no name\"}"))
        .isInstanceOf(InvalidSink.class)
        .hasMessageContaining("handshake.origin");
    int over = Handshake.PER_MINUTE_MAX + 1;
    assertThatThrownBy(
            () -> destination("{\"origin\": \"hub.example.org\", \"perMinute\": " + over + "}"))
        .isInstanceOf(InvalidSink.class)
        .hasMessageContaining("handshake.perMinute");
    assertThatThrownBy(() -> destination("{}")).isInstanceOf(InvalidSink.class);
  }
}
