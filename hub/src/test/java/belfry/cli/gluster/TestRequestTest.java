package belfry.cli.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.gluster.ask.Answer;
import belfry.gluster.ask.Jwt;
import belfry.gluster.ask.TestRequest;
import belfry.testing.Captures;
import belfry.testing.Proves;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TestRequestTest {
  private static final String PASSWORD = "for this test";
  private static final InstantSource CLOCK = InstantSource.fixed(Program.NOW);

  private final TestRequest request = new TestRequest(CLOCK, Program.AGENT);

  @Test
  @Proves("gluster 13")
  void isByteForByteWhatTheRealProgramSendsButForTheAgent() throws Exception {
    try (var listener = new Listener(n -> Listener.status(200))) {
      String url = "http://127.0.0.1:" + listener.port() + "/listen";
      assertThat(request.of(url, "", "")).isEqualTo(Answer.DONE);
      assertThat(request.of(url, "TOKEN1", "")).isEqualTo(Answer.DONE);
      var recorded = Captures.records("gluster-webhook-test.jsonl");
      for (int i = 0; i < 2; i++) {
        assertThat(listener.heads.get(i))
            .isEqualTo(
                head(recorded.get(i))
                    .replace("127.0.0.1:9020", "127.0.0.1:" + listener.port())
                    .replace("python-requests/2.28.1", Program.AGENT));
      }
    }
  }

  private static String head(JsonNode recorded) {
    var head = new StringBuilder();
    head.append(recorded.get("method").asString()).append(' ');
    head.append(recorded.get("path").asString()).append(' ');
    head.append(recorded.get("version").asString()).append("\r\n");
    for (JsonNode header : recorded.get("headers")) {
      head.append(header.get(0).asString()).append(": ").append(header.get(1).asString());
      head.append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  @Test
  @Proves("gluster 12")
  void aSecretMakesTheTokenOfTheVector() {
    JsonNode vector =
        new JsonMapper().readTree(String.join("\n", Captures.lines("gluster-jwt-vector.json")));
    Instant issued = Instant.ofEpochSecond(1_700_000_200);
    assertThat(Jwt.of(vector.get("secret").asString(), issued, issued, "VOLUME_CREATE"))
        .isEqualTo(vector.get("token").asString());
  }

  @Test
  @Proves("gluster 12,13")
  void aSecretWinsOverAToken() throws Exception {
    try (var listener = new Listener(n -> Listener.status(200))) {
      request.of("http://127.0.0.1:" + listener.port(), "TOKEN1", "SECRET1");
      assertThat(listener.heads.getFirst())
          .startsWith("POST / HTTP/1.1\r\n")
          .contains("Authorization: Bearer " + Jwt.of("SECRET1", Program.NOW, Program.NOW, "TEST"));
    }
  }

  @Test
  void saysWhatIsWrongInTheWordsOfTheRealProgram() throws Exception {
    int closed = closedPort();
    assertThat(error("http://127.0.0.1:" + closed + "/l?q=1"))
        .isEqualTo(
            "HTTPConnectionPool(host='127.0.0.1', port="
                + closed
                + "): Max retries exceeded with url: /l?q=1 (Caused by NewConnectionError('Failed"
                + " to establish a new connection: [Errno 111] Connection refused'))");
    assertThat(error("https://127.0.0.1:" + closed)).startsWith("HTTPSConnectionPool(host=");
    assertThat(error("http://nohost.invalid/")).contains("[Errno -2] Name or service not known");
    assertThat(error("http://")).isEqualTo("Invalid URL 'http://': No host supplied");
    assertThat(error("foo:bar")).isEqualTo("No connection adapters were found for 'foo:bar'");
    assertThat(error("not a url"))
        .isEqualTo(
            "Invalid URL 'not a url': No scheme supplied. Perhaps you meant http://not a url?");
  }

  private static int closedPort() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return server.getLocalPort();
    }
  }

  private String error(String url) {
    Answer answer = request.of(url, "", "");
    assertThat(answer.ok()).isFalse();
    return answer.text();
  }

  @Test
  void doesNotWaitForEverNorTakeWhatIsNoAnswer() throws Exception {
    var patience = new TestRequest(CLOCK, Program.AGENT, Duration.ofMillis(200));
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(patience.of("http://127.0.0.1:" + silent.getLocalPort(), "", "").text())
          .contains("Read timed out.");
    }
    try (var odd =
        new Listener(n -> n == 0 ? "" : n == 1 ? "SSH-2.0-x\r\n" : "x".repeat(9000) + "\r\n")) {
      String url = "http://127.0.0.1:" + odd.port();
      assertThat(error(url)).contains("Remote end closed connection without response");
      assertThat(error(url)).contains("SSH-2.0-x (expected: HTTP/1.1 and a status)");
      assertThat(error(url)).contains("Connection aborted.");
    }
  }

  @Test
  void aRedirectIsNoSuccessAndIsNotFollowedWithTheToken() throws Exception {
    try (var other = new Listener(n -> Listener.status(200));
        var listener =
            new Listener(
                n ->
                    "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:"
                        + other.port()
                        + "/\r\n\r\n")) {
      assertThat(request.of("http://127.0.0.1:" + listener.port(), "T", ""))
          .isEqualTo(Answer.error("302"));
      assertThat(other.heads).isEmpty();
    }
  }

  @Test
  @Proves("gluster 14")
  void aCertificateThatNobodyVouchesForIsRefused(@TempDir Path dir) throws Exception {
    Path keys = dir.resolve("keys.p12");
    String[] make = {
      Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
      "-genkeypair",
      "-keyalg",
      "EC",
      "-alias",
      "a",
      "-dname",
      "CN=localhost",
      "-ext",
      "san=dns:localhost,ip:127.0.0.1",
      "-storepass",
      PASSWORD,
      "-storetype",
      "PKCS12",
      "-keystore",
      keys.toString()
    };
    assertThat(new ProcessBuilder(make).redirectErrorStream(true).start().waitFor()).isZero();
    var store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    var server = context.getServerSocketFactory().createServerSocket(0);
    try (var listener = new Listener(server, n -> Listener.status(200))) {
      assertThat(error("https://localhost:" + listener.port() + "/"))
          .startsWith("HTTPSConnectionPool(host='localhost', port=")
          .contains("(Caused by SSLError('");
      assertThat(listener.heads).isEmpty();
    }
  }

  @Test
  void aTokenCannotAddAHeader() {
    assertThat(request.of("http://127.0.0.1:1/", "T\r\nX: y", "").text())
        .isEqualTo("token: holds a control character (expected: one line of text)");
  }
}
