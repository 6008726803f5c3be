package belfry.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.sink.Means;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.testing.FakePeer;
import belfry.testing.SinkContract;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OAuthTest {
  @TempDir private Path home;
  private FakePeer peer;
  private FakePeer issuer;
  private Instant now = SinkContract.NOW;
  private Sink sink;

  @BeforeEach
  void start() throws Exception {
    peer = FakePeer.start();
    issuer = FakePeer.start();
    String settings =
        """
        {"url": "%s", "auth": {"type": "oauth2", "tokenUrl": "%s", "clientId": "me&you",
          "clientSecret": "s3 cret", "scope": "events write"}}
        """
            .formatted(peer.url("/"), issuer.url("/token"));
    Means plain = SinkContract.means(home);
    var means = new Means(plain.dialects(), () -> now, plain.guard(), plain.files());
    sink = new WebhookKind().read(SinkContract.json(settings), means).open();
  }

  @AfterEach
  void close() {
    sink.close();
    peer.close();
    issuer.close();
  }

  private static FakePeer.Step token(String token, int seconds) {
    String body = "{\"access_token\": \"" + token + "\", \"expires_in\": " + seconds + "}";
    return FakePeer.bytes(
        "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private Outcome deliver() throws InterruptedException {
    return sink.deliver(List.of(SinkContract.entry("gv1")));
  }

  private String shownToPeer() throws InterruptedException {
    return peer.take().header("Authorization").orElse("");
  }

  @Test
  void tokenIsAskedForOnceAndAgainWhenItIsAboutToExpire() throws Exception {
    issuer.then(token("one", 3600), token("two", 3600));
    deliver();
    now = now.plusSeconds(3569);
    deliver();
    now = now.plusSeconds(1);
    deliver();

    assertThat(shownToPeer()).isEqualTo("Bearer one");
    assertThat(shownToPeer()).isEqualTo("Bearer one");
    assertThat(shownToPeer()).isEqualTo("Bearer two");
    assertThat(issuer.received()).hasSize(2);
    FakePeer.Received asked = issuer.take();
    assertThat(asked.body()).isEqualTo("grant_type=client_credentials&scope=events+write");
    assertThat(asked.header("Authorization")).contains("Basic bWUlMjZ5b3U6czMrY3JldA==");
    assertThat(asked.header("Content-Type")).contains("application/x-www-form-urlencoded");
  }

  @Test
  void tokenThatIsNotTakenIsNotShownAgain() throws Exception {
    issuer.then(token("one", 3600), token("two", 3600));
    peer.then(FakePeer.status(401));

    assertThat(deliver()).isInstanceOf(Outcome.Retry.class);
    assertThat(deliver()).isEqualTo(new Outcome.Delivered());
    assertThat(shownToPeer()).isEqualTo("Bearer one");
    assertThat(shownToPeer()).isEqualTo("Bearer two");
  }

  @Test
  void withoutATokenNothingIsSent() throws Exception {
    issuer.then(
        FakePeer.status(400),
        FakePeer.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
        FakePeer.drop());
    for (int i = 0; i < 3; i++) {
      assertThat(deliver())
          .isInstanceOf(Outcome.Retry.class)
          .asString()
          .contains("token of http://127.0.0.1:" + issuer.port())
          .doesNotContain("s3");
    }
    assertThat(peer.connections()).isZero();
  }
}
