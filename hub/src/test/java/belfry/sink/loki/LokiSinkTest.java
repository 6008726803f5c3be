package belfry.sink.loki;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.sink.Exchange;
import belfry.sink.InvalidSink;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.SinkKind;
import belfry.sink.Witness;
import belfry.testing.Certificates;
import belfry.testing.FakePeer;
import belfry.testing.Proves;
import belfry.testing.SinkContract;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LokiSinkTest extends SinkContract {
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
    return new LokiKind();
  }

  private String settings(String more) {
    return "{\"url\": \"" + peer.url("/") + "\", \"instance\": \"hub-1\"" + more + "}";
  }

  @Override
  protected String settings() {
    return settings(", \"username\": \"hub\", \"password\": \"" + SECRET + "\"");
  }

  @Override
  protected String failing() {
    String token = Base64.getEncoder().encodeToString(("hub:" + SECRET).getBytes(UTF_8));
    String echo = "you said " + token + "\nand that is wrong";
    peer.then(
        FakePeer.bytes("HTTP/1.1 500 No\r\nContent-Length: " + echo.length() + "\r\n\r\n" + echo),
        FakePeer.status(429));
    return settings();
  }

  @Override
  protected List<String> arrived() {
    return peer.received().stream().map(FakePeer.Received::body).toList();
  }

  /** To Loki, an entry is its stream, its time and its line. */
  @Override
  protected List<String> keys() {
    return arrived();
  }

  private Outcome deliver(String settings) throws Exception {
    try (Sink sink = kind().read(json(settings), means()).open()) {
      return sink.deliver(List.of(entry("gv1")));
    }
  }

  @Test
  @Proves("lxd 30")
  void pushesToTheApiBelowTheUrlWithALoginIfBothHalvesAreThere() throws Exception {
    assertThat(deliver(settings())).isEqualTo(new Outcome.Delivered());
    FakePeer.Received push = peer.take();
    assertThat(push.lines())
        .startsWith("POST /loki/api/v1/push HTTP/1.1", "Host: 127.0.0.1:" + peer.port())
        .contains("Content-Type: application/json");
    String login = Base64.getEncoder().encodeToString(("hub:" + SECRET).getBytes(UTF_8));
    assertThat(push.header("Authorization")).contains("Basic " + login);
    deliver(settings(", \"username\": \"hub\"").replace("/\"", "/behind/proxy/\""));
    FakePeer.Received second = peer.take();
    assertThat(second.lines()).startsWith("POST /behind/proxy/loki/api/v1/push HTTP/1.1");
    assertThat(second.header("Authorization")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"429, 7, 7", "500, 3, 3", "503, '', -1", "401, '', -1", "404, '', -1"})
  @Proves("lxd 30")
  void whatMayPassIsTriedAgainAndNotBeforeLokiSays(int status, String after, int seconds)
      throws Exception {
    peer.then(after.isEmpty() ? FakePeer.status(status) : answer(status, after));
    Outcome outcome = deliver(settings());
    Optional<Duration> wait =
        seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    assertThat(outcome).isEqualTo(new Outcome.Retry("status " + status + ": no", wait));
  }

  private static FakePeer.Step answer(int status, String after) {
    return FakePeer.status(status, "Retry-After: " + after);
  }

  @Test
  @Proves("lxd 30")
  void noAnswerIsTriedAgain() throws Exception {
    peer.then(FakePeer.drop(), FakePeer.hang());
    assertThat(deliver(settings())).isInstanceOf(Outcome.Retry.class);
    assertThat(deliver(settings(", \"timeout\": \"200ms\""))).isInstanceOf(Outcome.Retry.class);
    peer.close();
    assertThat(deliver(settings())).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void whatLokiWillNeverTakeIsRejectedInItsWords() throws Exception {
    String words = "entry for stream '{app=\"lxd\"}' has timestamp too old\n";
    peer.then(
        FakePeer.bytes("HTTP/1.1 400 X\r\nContent-Length: " + words.length() + "\r\n\r\n" + words));
    assertThat(deliver(settings())).isEqualTo(new Outcome.Rejected("status 400: " + words.strip()));
  }

  @Test
  void overTlsItBelievesTheAuthorityThatIsNamedAndNoOther() throws Exception {
    Certificates loki = Certificates.make(home, "loki", "ip:127.0.0.1");
    String pem = loki.pem().replace("\r", "").replace("\n", "\\n");
    try (FakePeer secure = FakePeer.start(loki.context(), false)) {
      String settings = settings("").replace(peer.url("/"), secure.url("/"));
      assertThat(deliver(settings)).isInstanceOf(Outcome.Retry.class);
      assertThat(secure.received()).isEmpty();
      String ca = ", \"tls\": {\"ca\": \"" + pem + "\"}";
      String trusting = settings(ca).replace(peer.url("/"), secure.url("/"));
      assertThat(deliver(trusting)).isEqualTo(new Outcome.Delivered());
    }
  }

  @Test
  void longLinesGoInSeveralPushesAndTheFirstThatFailsEndsTheAttempt() throws Exception {
    String long1 = "x".repeat(Push.LINE_CHARS_MAX / 2 + 1);
    try (Sink sink = kind().read(json(settings()), means()).open()) {
      assertThat(sink.deliver(List.of(entry(long1), entry(long1))))
          .isInstanceOf(Outcome.Delivered.class);
      assertThat(arrived()).hasSize(2);
      peer.then(FakePeer.status(500));
      assertThat(sink.deliver(List.of(entry(long1), entry(long1))))
          .isInstanceOf(Outcome.Retry.class);
      assertThat(arrived()).hasSize(3);
      Exchange exchange = ((Witness) sink).exchange().orElseThrow();
      assertThat(exchange.requestHead()).contains("Authorization: ***");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"instance\": \"i\"}",
        "{\"url\": \"http://127.0.0.1:3100\"}",
        "{\"url\": \"http://127.0.0.1:3100/?a=b\", \"instance\": \"i\"}",
        "{\"url\": \"http://10.0.0.1:3100\", \"instance\": \"i\"}",
        "{\"url\": \"http://127.0.0.1:3100\", \"instance\": \"i\", \"username\": \"a:b\"}",
        "{\"url\": \"http://127.0.0.1:3100\", \"instance\": \"i\", \"exact\": 1}",
        "{\"url\": \"http://127.0.0.1:3100\", \"instance\": \"i\", \"tls\": {\"ca\": \"x\"}}"
      })
  void settingsAreChecked(String settings) {
    assertThatThrownBy(() -> kind().read(json(settings), means())).isInstanceOf(InvalidSink.class);
  }

  @Test
  void batchesAndLabelsHaveLimits() throws Exception {
    assertThat(kind().read(json(settings(", \"batchMax\": 1000")), means()).batching().entriesMax())
        .isEqualTo(1000);
    String labels = ", \"labels\": " + Collections.nCopies(32, "\"x\"");
    kind().read(json(settings(labels)), means());
    for (String more :
        List.of(", \"batchMax\": 1001", ", \"labels\": " + Collections.nCopies(33, "\"x\""))) {
      assertThatThrownBy(() -> kind().read(json(settings(more)), means()))
          .isInstanceOf(InvalidSink.class);
    }
  }
}
