package belfry.peer;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.Session;
import belfry.cli.shell.Exit;
import belfry.testing.RunningHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others that receive webhooks, fed by a real hub. */
class WebhookReceiversTest {
  private static final Path TOP = Path.of("").toAbsolutePath().getParent();
  private static final Path EXAMPLE = TOP.resolve("examples/delivery");
  private static final Path DEBIAN_PYTHON = Path.of("/usr/bin/python3");
  private static final String SECRET = "whsec_" + "QmVsZnJ5".repeat(4);
  private static final String OTHER_SECRET = "whsec_" + "TGFudGVy".repeat(4);

  private static final String AS_PRINTED = "/captures/gluster-example-receiver.py";

  /** Only where it listens is ours to say: on loopback, at any port. */
  private static final String ELSEWHERE =
      """
      import flask, sys
      run = flask.Flask.run
      flask.Flask.run = lambda self, host, port: run(self, host="127.0.0.1", port=0)
      exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"), {"__name__": "__main__"})
      """;

  @TempDir Path dir;
  private RunningHub hub;
  private Session session = new Session();

  @BeforeEach
  void start() throws Exception {
    hub = RunningHub.start(dir.resolve("hub"), Map.of());
    session = new Session().realTime().env("BELFRY_HUB", "unix:" + hub.socket());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void done(String... args) {
    assertThat(session.run(args)).as(session.err()).isEqualTo(Exit.DONE);
  }

  private void emitExample() {
    done("emit", "--dialect", "gluster", TOP.resolve("examples/gluster/volume-create.json") + "");
  }

  private Path secret(String name, String secret) throws Exception {
    Path file = dir.resolve(name);
    Files.writeString(file, secret + "\n");
    return file;
  }

  @Test
  void thePublicLibraryOfStandardWebhooksAcceptsWhatIsSigned() throws Exception {
    assertThat(EXAMPLE.resolve("node_modules/standardwebhooks"))
        .as("(cd examples/delivery && npm ci)")
        .isDirectory();
    Path secret = secret("secret", SECRET);
    var command = List.of("node", EXAMPLE.resolve("receiver.mjs").toString(), "0");
    try (var receiver = Receiver.start(command, Map.of("SECRET_FILE", secret.toString()))) {
      String url = receiver.line("listening ").substring("listening ".length());
      done(
          "webhook", "add", url, "--name", "mine", "--secret-file", secret + "", "--allow-address");
      emitExample();
      assertThat(receiver.line("event gluster.VOLUME_CREATE")).endsWith(" gv1");

      Path wrong = secret("wrong", OTHER_SECRET);
      done("webhook", "add", url, "--name", "not", "--secret-file", wrong + "", "--allow-address");
      emitExample();
      receiver.line("event gluster.VOLUME_CREATE");
      assertThat(receiver.line("refused")).contains("No matching signature found");
    }
  }

  @Test
  void theReceiverOfGlustersDocumentGetsTheTestCallAndTheEvents() throws Exception {
    assertThat(DEBIAN_PYTHON.resolveSibling("../lib/python3/dist-packages/flask"))
        .as("apt-get install -y --no-install-recommends python3-flask")
        .isDirectory();
    Path script = dir.resolve("receiver.py");
    try (var in = WebhookReceiversTest.class.getResourceAsStream(AS_PRINTED)) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    }
    var command = List.of(DEBIAN_PYTHON.toString(), "-u", "-c", ELSEWHERE, script.toString());
    try (var receiver = Receiver.start(command, Map.of())) {
      String url = receiver.line(" * Running on ").replaceFirst(".* on ", "") + "/listen";
      session.env("BELFRY_GLUSTER_ROOT", dir.toString());
      session.run("gluster-eventsapi", "webhook-test", url);
      receiver.line("\"POST /listen HTTP/1.1\" 4"); // by Flask from 2.1 on: the body is no JSON
      done("webhook", "add", url, "--name", "g", "--format", "glustereventsd", "--allow-address");
      emitExample();
      assertThat(receiver.line("{'event': 'VOLUME_CREATE'"))
          .contains("'message': {'bricks': ' node-1:/srv/bricks/b1', 'name': 'gv1'}")
          .endsWith("'ts': 1795167319}");
      receiver.line("\"POST /listen HTTP/1.1\" 200");
    }
  }
}
