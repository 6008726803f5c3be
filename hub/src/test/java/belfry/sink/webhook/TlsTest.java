package belfry.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.wire.Resolver;
import belfry.testing.Certificates;
import belfry.testing.FakePeer;
import belfry.testing.Proves;
import belfry.testing.SinkContract;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir private static Path keys;
  @TempDir private Path home;
  private static Certificates good;
  private static Certificates other;

  @BeforeAll
  static void makeCertificates() throws Exception {
    good = Certificates.make(keys, "good", "dns:hook.example,ip:127.0.0.1");
    other = Certificates.make(keys, "other", "dns:elsewhere.example");
  }

  private Outcome deliver(FakePeer peer, String host, String tls) throws Exception {
    String settings =
        "{\"url\": \"https://" + host + ":" + peer.port() + "/\", \"timeout\": \"20s\"" + tls + "}";
    Resolver loopback = name -> List.of(InetAddress.ofLiteral("127.0.0.1"));
    try (Sink sink =
        new WebhookKind(loopback)
            .read(SinkContract.json(settings), SinkContract.means(home))
            .open()) {
      Outcome first = sink.deliver(List.of(SinkContract.entry("gv1")));
      Outcome second = sink.deliver(List.of(SinkContract.entry("gv1")));
      assertThat(second.getClass()).isEqualTo(first.getClass());
      return second;
    }
  }

  private static String ca(Certificates certificates) throws Exception {
    return ", \"tls\": {\"ca\": " + quoted(certificates.pem()) + "}";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\r", "").replace("\n", "\\n") + "\"";
  }

  @Test
  void privateAuthorityIsBelievedWhereItIsNamed() throws Exception {
    try (FakePeer peer = FakePeer.start(good.context(), false)) {
      assertThat(deliver(peer, "hook.example", ca(good))).isEqualTo(new Outcome.Delivered());
      assertThat(peer.connections()).isEqualTo(1);
      assertThat(deliver(peer, "127.0.0.1", ca(good))).isEqualTo(new Outcome.Delivered());
    }
  }

  @Test
  @Proves("gluster 14")
  void certificateThatNobodyVouchesForIsRefusedAndNothingSent() throws Exception {
    try (FakePeer peer = FakePeer.start(good.context(), false)) {
      assertThat(deliver(peer, "hook.example", "")).isInstanceOf(Outcome.Retry.class);
      assertThat(deliver(peer, "hook.example", ca(other))).isInstanceOf(Outcome.Retry.class);
      assertThat(peer.received()).isEmpty();
    }
  }

  @Test
  @Proves("gluster 14")
  void certificateOfAnotherNameIsRefusedAndNothingSent() throws Exception {
    try (FakePeer peer = FakePeer.start(other.context(), false)) {
      assertThat(deliver(peer, "hook.example", ca(other))).isInstanceOf(Outcome.Retry.class);
      assertThat(peer.received()).isEmpty();
    }
  }

  @Test
  void clientCertificateIsShownToWhomeverAsks() throws Exception {
    String both =
        ", \"tls\": {\"ca\": %s, \"certificate\": %s, \"key\": %s}"
            .formatted(quoted(good.pem()), quoted(good.pem()), quoted(good.keyPem()));
    try (FakePeer peer = FakePeer.start(good.context(), true)) {
      assertThat(deliver(peer, "hook.example", both)).isEqualTo(new Outcome.Delivered());
      assertThat(deliver(peer, "hook.example", ca(good))).isInstanceOf(Outcome.Retry.class);
    }
  }

  @Test
  void handshakeThatHangsIsLeftAfterTheTimeout() throws Exception {
    try (FakePeer peer = FakePeer.start()) {
      String settings =
          "{\"url\": \"https://127.0.0.1:" + peer.port() + "/\", \"timeout\": \"300ms\"}";
      var destination =
          new WebhookKind().read(SinkContract.json(settings), SinkContract.means(home));
      try (Sink sink = destination.open()) {
        assertThat(sink.deliver(List.of(SinkContract.entry("gv1"))).toString())
            .contains("no answer within 300 ms");
      }
    }
  }
}
