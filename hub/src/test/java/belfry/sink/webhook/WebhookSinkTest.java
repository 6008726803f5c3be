package belfry.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.sink.Exchange;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.SinkKind;
import belfry.sink.Witness;
import belfry.testing.FakePeer;
import belfry.testing.Proves;
import belfry.testing.SinkContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSinkTest extends SinkContract {
  private FakePeer peer;

  @BeforeEach
  void startPeer() throws Exception {
    peer = FakePeer.start();
  }

  @AfterEach
  void closePeer() {
    peer.close();
  }

  @Override
  protected SinkKind kind() {
    return new WebhookKind();
  }

  @Override
  protected String settings() {
    return """
    {"url": "%s", "body": "gluster", "headers": {"X-Api-Key": "%2$s"},
     "auth": {"type": "bearer", "token": "%2$s"},
     "signing": {"type": "github", "secrets": ["%2$s"]}, "timeout": "20s"}
    """
        .formatted(peer.url("/" + SECRET + "?key=" + SECRET), SECRET);
  }

  @Override
  protected String failing() {
    String redirect = "Location: https://elsewhere.example/" + SECRET;
    peer.then(FakePeer.status(302, redirect, "X-Echo: " + SECRET), FakePeer.status(500));
    return settings();
  }

  @Override
  protected List<String> arrived() {
    return peer.received().stream().map(FakePeer.Received::body).toList();
  }

  @Override
  protected List<String> keys() {
    return peer.received().stream()
        .map(request -> request.header("webhook-id").orElse(""))
        .toList();
  }

  private Sink open(String more) throws Exception {
    String settings = "{\"url\": \"" + peer.url("/hook") + "\"" + more + "}";
    return kind().read(json(settings), means()).open();
  }

  private static Outcome deliver(Sink sink) throws InterruptedException {
    return sink.deliver(List.of(entry("gv1")));
  }

  @Test
  @Proves("gluster 17")
  void usesOneConnectionForManyRequests() throws Exception {
    peer.then(
        FakePeer.status(200),
        FakePeer.status(204),
        FakePeer.status(500),
        FakePeer.bytes(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2;x=y\r\nok\r\n0\r\nT: 1\r\n\r\n"),
        FakePeer.bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 X\r\nContent-Length: 0\r\n\r\n"));
    try (Sink sink = open("")) {
      for (int i = 0; i < 6; i++) {
        assertThat(deliver(sink)).isInstanceOfAny(Outcome.Delivered.class, Outcome.Retry.class);
      }
    }
    assertThat(peer.received()).hasSize(6);
    assertThat(peer.connections()).isEqualTo(1);
  }

  @Test
  void tellsWhatWentOverTheWireWithoutSecrets() throws Exception {
    peer.then(FakePeer.status(500, "Set-Cookie: session=abc", "X-Echo: " + SECRET));
    try (Sink sink = kind().read(json(settings()), means()).open()) {
      assertThat(exchange(sink)).isEmpty();
      deliver(sink);
      Exchange first = exchange(sink).orElseThrow();
      assertThat(first.remote()).isEqualTo("127.0.0.1:" + peer.port());
      assertThat(first.connected()).isPositive();
      assertThat(first.requestHead())
          .startsWith("POST /*** HTTP/1.1\nHost: 127.0.0.1:" + peer.port())
          .contains("\nX-Hub-Signature-256: ***", "\nAuthorization: ***", "\nX-Api-Key: ***")
          .contains("\nwebhook-id: " + peer.take().header("webhook-id").orElseThrow());
      assertThat(first.requestBody()).contains("gv1");
      assertThat(first.responseHead())
          .startsWith("HTTP/1.1 500 Some Reason\n")
          .contains("Set-Cookie: ***", "X-Echo: ***");
      assertThat(first.responseBody()).isEqualTo("no");
      assertThat(first.toString()).doesNotContain(SECRET).doesNotContain("abc");
      deliver(sink);
      assertThat(exchange(sink).orElseThrow().connected()).isZero();
    }
  }

  @Test
  void tellsWhatWasSentWhenThereIsNoAnswer() throws Exception {
    peer.then(FakePeer.drop());
    try (Sink sink = open("")) {
      deliver(sink);
      assertThat(exchange(sink).orElseThrow().requestBody()).contains("gv1");
      assertThat(exchange(sink).orElseThrow().responseHead()).isEmpty();
    }
  }

  private static Optional<Exchange> exchange(Sink sink) {
    return ((Witness) sink).exchange();
  }

  @Test
  void opensAnotherConnectionWhenThePeerClosedItMeanwhile() throws Exception {
    peer.then(FakePeer.bytesThenClose("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    try (Sink sink = open("")) {
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
      await().until(() -> deliver(sink).equals(new Outcome.Delivered()));
    }
    assertThat(peer.connections()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 unasked\r\n\r\n",
      })
  void doesNotUseAConnectionAgainThatMayNotBe(String answer) throws Exception {
    peer.then(FakePeer.bytes(answer));
    try (Sink sink = open("")) {
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
    }
    assertThat(peer.connections()).isEqualTo(2);
  }

  @Test
  void longAnswerIsReadUpToItsLimitAndItsStatusCounts() throws Exception {
    String long1 = "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + "x".repeat(100_000);
    String long2 = "HTTP/1.1 500 No\r\nContent-Length: 65536\r\n\r\n" + "x".repeat(65_536);
    String long3 = "HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n" + "x".repeat(65_537);
    peer.then(FakePeer.bytes(long1), FakePeer.bytes(long2), FakePeer.bytes(long3));
    try (Sink sink = open("")) {
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
      assertThat(deliver(sink)).isInstanceOf(Outcome.Retry.class);
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
    }
    assertThat(peer.connections()).as("left after the first and the third answer").isEqualTo(3);
  }

  @Test
  void interimAnswersHaveALimit() throws Exception {
    String interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    String end = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    peer.then(FakePeer.bytes(interim.repeat(8) + end), FakePeer.bytes(interim.repeat(9) + end));
    try (Sink sink = open("")) {
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
      assertThat(deliver(sink).toString()).contains("more than 8 interim answers");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
      })
  void whatIsNoAnswerOfHttpIsARetry(String answer) throws Exception {
    peer.then(FakePeer.bytes(answer));
    try (Sink sink = open("")) {
      assertThat(deliver(sink).toString()).contains("the answer is not HTTP/1");
    }
  }

  @Test
  void headerThatIsTooLongIsARetry() throws Exception {
    String start = "HTTP/1.1 200 OK\r\nX: ";
    String end = "\r\nContent-Length: 0\r\n\r\n";
    int room = 16 * 1024 - start.length() - end.length();
    peer.then(
        FakePeer.bytes(start + "x".repeat(room) + end),
        FakePeer.bytes(start + "x".repeat(room + 1) + end));
    try (Sink sink = open("")) {
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
      assertThat(deliver(sink).toString()).contains("a header of more than 16384 bytes");
    }
  }

  @Test
  void peerThatHangsUpIsARetry() throws Exception {
    peer.then(FakePeer.drop());
    try (Sink sink = open("")) {
      assertThat(deliver(sink)).isInstanceOf(Outcome.Retry.class);
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
    }
  }

  @Test
  void nobodyThereIsARetry() throws Exception {
    int port = peer.port();
    peer.close();
    String settings = "{\"url\": \"http://127.0.0.1:" + port + "/\"}";
    try (Sink sink = kind().read(json(settings), means()).open()) {
      assertThat(deliver(sink)).isInstanceOf(Outcome.Retry.class);
    }
  }

  @Test
  void peerThatSaysNothingIsLeftAfterTheTimeout() throws Exception {
    peer.then(FakePeer.hang());
    try (Sink sink = open(", \"timeout\": \"1s\"")) {
      long start = System.nanoTime();
      assertThat(deliver(sink).toString()).contains("no answer within 1000 ms");
      assertThat(System.nanoTime() - start).isBetween(900_000_000L, 10_000_000_000L);
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
    }
  }

  @Test
  void peerThatDripsItsHeaderIsLeftAfterTheTimeout() throws Exception {
    peer.then(FakePeer.drip("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(100), 20));
    try (Sink sink = open(", \"timeout\": \"300ms\"")) {
      assertThat(deliver(sink).toString()).contains("no answer within 300 ms");
    }
  }

  @Test
  void peerThatDripsItsBodyHasSaidYesButIsLeft() throws Exception {
    peer.then(
        FakePeer.bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nx"), FakePeer.status(200));
    try (Sink sink = open(", \"timeout\": \"1s\"")) {
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
    }
    assertThat(peer.connections()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void attemptThatWaitsCanBeInterrupted(boolean virtual) throws Exception {
    peer.then(FakePeer.hang());
    var thrown = new AtomicReference<Throwable>();
    try (Sink sink = open("")) {
      Runnable attempt =
          () -> {
            try {
              deliver(sink);
            } catch (InterruptedException e) {
              thrown.set(e);
            }
          };
      Thread thread = virtual ? Thread.ofVirtual().start(attempt) : new Thread(attempt);
      if (!virtual) {
        thread.start();
      }
      peer.take();
      thread.interrupt();
      thread.join(5000);
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      assertThat(deliver(sink)).isEqualTo(new Outcome.Delivered());
    }
  }

  @Test
  void sendsIdTimeAndWhoItIs() throws Exception {
    try (Sink sink = open(", \"headers\": {\"X-Team\": \"ops\"}")) {
      deliver(sink);
    }
    var lines = new ArrayList<>(peer.take().lines());
    assertThat(lines.getFirst()).isEqualTo("POST /hook HTTP/1.1");
    assertThat(lines)
        .contains(
            "Host: 127.0.0.1:" + peer.port(),
            "User-Agent: Belfry",
            "webhook-timestamp: 1795176000",
            "Content-Type: application/cloudevents+json",
            "X-Team: ops")
        .anyMatch(line -> line.matches("webhook-id: [0-9a-f]{32}"));
  }
}
