package belfry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.cli.Session;
import belfry.cli.shell.Exit;
import belfry.testing.FakePeer;
import belfry.testing.RunningHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a shell who lets a real hub deliver, from the command line to the destination. */
class DeliverySessionTest {
  private static final String SECRET = "whsec_" + "QmVsZnJ5".repeat(4);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path dir;
  private RunningHub hub;
  private FakePeer peer;
  private Session session = new Session();

  @BeforeEach
  void start() throws Exception {
    peer = FakePeer.start();
    hub = RunningHub.start(dir.resolve("hub"), Map.of());
    session = new Session().realTime().env("BELFRY_HUB", "unix:" + hub.socket());
  }

  @AfterEach
  void stop() {
    hub.close();
    peer.close();
  }

  private String done(String... args) {
    assertThat(session.run(args)).as(session.err()).isEqualTo(Exit.DONE);
    return session.out();
  }

  private void emit(String volume) {
    session.input(
        "{\"event\":\"VOLUME_START\",\"message\":{\"name\":\""
            + volume
            + "\"},\"nodeid\":\"effeca22-dd38-4dce-80b3-27c9107833af\",\"ts\":1795167319}\n");
    done("emit", "--dialect", "gluster", "--quiet");
  }

  private void addOps() throws Exception {
    Path secret = dir.resolve("secret");
    Files.writeString(secret, SECRET + "\n");
    done(
        "webhook",
        "add",
        peer.url("/in"),
        "--name",
        "ops",
        "--allow-address",
        "--secret-file",
        secret.toString(),
        "--filter",
        "system = gluster",
        "--format",
        "gluster",
        "--header",
        "X-Team: storage");
  }

  @Test
  void aWebhookIsAddedPausedResumedAndRemoved() throws Exception {
    addOps();
    emit("gv1");
    FakePeer.Received first = peer.take();
    assertThat(first.body()).contains("VOLUME_START", "\"gv1\"");
    assertThat(first.header("X-Team")).contains("storage");
    assertThat(first.header("webhook-signature").orElse("")).startsWith("v1,");

    done("subscription", "pause", "ops");
    emit("gv2");
    assertThat(done("subscription", "list")).contains("ops   paused", peer.url("/in"));
    done("subscription", "resume", "ops");
    assertThat(peer.take().body()).contains("\"gv2\"");

    done("webhook", "remove", peer.url("/in"));
    assertThat(session.out()).isEqualTo("removed ops\n");
    done("webhook", "list");
    assertThat(session.out()).isEmpty();
    assertThat(session.run("subscription", "show", "ops")).isEqualTo(Exit.FAILED);
    assertThat(session.err()).contains("there are none yet");
  }

  @Test
  void whatIsShownCanBeChangedAndGivenBackAndStaysSigned() throws Exception {
    addOps();
    String shown = done("subscription", "show", "ops");
    assertThat(shown).doesNotContain("QmVsZnJ5").contains("filter: system = gluster\n");
    session.input(shown.replace("system = gluster", "data.message.name = \"gv9\""));
    assertThat(done("subscription", "edit", "ops")).isEqualTo("changed ops\n");
    emit("gv1");
    emit("gv9");
    FakePeer.Received only = peer.take();
    assertThat(only.body()).contains("\"gv9\"");
    assertThat(only.header("webhook-signature").orElse("")).startsWith("v1,");

    session.input(shown.replace("system = gluster", "system ="));
    assertThat(session.run("subscription", "edit", "ops")).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("filter:", "column 9");
    session.input(shown.replace("sink: webhook", "sink: webhok"));
    assertThat(session.run("subscription", "edit", "ops")).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("sink: webhok", "webhook");
  }

  @Test
  void theSameOrAPrivateAddressIsRefusedWithTheReason() throws Exception {
    addOps();
    assertThat(session.run("webhook", "add", peer.url("/in"), "--name", "ops", "--allow-address"))
        .isEqualTo(Exit.FAILED);
    assertThat(session.run("webhook", "add", peer.url("/in"))).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("settings.url: 127.0.0.1 is ", "a public address");
  }

  @Test
  void whatWasDeliveredIsDeliveredAgainAfterAMoveBack() throws Exception {
    addOps();
    emit("gv1");
    peer.take();
    done("subscription", "move", "ops", "--to", "1h");
    assertThat(peer.take().body()).contains("\"gv1\"");
  }

  @Test
  void whatIsRejectedCountsAsADeadLetter() throws Exception {
    peer.then(FakePeer.status(400));
    addOps();
    emit("gv1");
    await()
        .atMost(PATIENCE)
        .until(() -> done("subscription", "show", "ops").contains("dead_letters: 1"));
    assertThat(done("subscription", "list")).containsPattern("ops +running +0 +0 +1 +webhook");
  }

  @Test
  void whatWasRejectedIsListedCountedAndDeliveredAgain() throws Exception {
    peer.then(FakePeer.status(400));
    addOps();
    emit("gv1");
    await()
        .atMost(PATIENCE)
        .until(() -> done("subscription", "dead-letters", "ops").contains("gluster.VOLUME_START"));
    String id = session.out().lines().skip(1).findFirst().orElseThrow().split(" ")[0];
    assertThat(done("subscription", "attempts", "ops")).contains("rejected", "400");
    peer.take();

    assertThat(done("subscription", "redeliver", "ops", "--filter", "subject = nobody"))
        .isEqualTo("0 dead letters\n");
    assertThat(done("subscription", "redeliver", "ops", "--all", "--dry-run"))
        .isEqualTo("1 dead letter\n");
    assertThat(done("subscription", "redeliver", "ops", id))
        .isEqualTo("1 dead letter\n1 delivered, 0 failed\n");
    assertThat(peer.take().body()).contains("\"gv1\"");
    assertThat(session.run("subscription", "redeliver", "ops")).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("one of ids, --filter, --since and --all");
  }

  @Test
  void aRangeIsReplayedAndATestSaysWhatBecameOfIt() throws Exception {
    addOps();
    emit("gv1");
    peer.take();
    assertThat(done("subscription", "replay", "ops", "--since", "1h", "--filter", "subject = gv1"))
        .startsWith("1 event\nreplaying as ");
    assertThat(peer.take().body()).contains("\"gv1\"");
    assertThat(done("subscription", "replay", "ops", "--list")).contains("\"delivered\":");

    assertThat(done("webhook", "test", peer.url("/in"))).startsWith("ops: delivered in ");
    peer.then(FakePeer.status(500));
    assertThat(session.run("subscription", "test", "ops")).isEqualTo(Exit.FAILED);
    assertThat(session.out()).startsWith("ops: retry in ").contains("500");
  }

  @Test
  void aFileGetsEverythingFromTheBeginning() throws Exception {
    emit("gv1");
    done(
        "subscription",
        "add",
        "all",
        "--sink",
        "file",
        "--set",
        "path=all.ndjson",
        "--start",
        "1h");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              try (var files = Files.walk(hub.data())) {
                Path all = files.filter(file -> file.endsWith("all.ndjson")).findAny().orElse(null);
                return all != null && Files.readString(all).contains("gv1");
              }
            });
  }
}
