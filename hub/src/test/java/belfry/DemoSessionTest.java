package belfry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.cli.HubStart;
import belfry.cli.Session;
import belfry.cli.shell.Exit;
import belfry.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newcomer's first five minutes: the demo in one shell, looking around in another. */
class DemoSessionTest {
  private static final String[] DIALECTS = {"lxd", "gluster", "oslo", "cloudru", "cloudevents"};

  @TempDir Path dir;
  private final Session server = new Session();
  // The common pool may be one thread, which the server holds.
  private final Executor inItsOwnThread = task -> Thread.ofPlatform().daemon().start(task);
  private CompletableFuture<Integer> serving = CompletableFuture.completedFuture(0);

  @BeforeEach
  void serveTheDemo() {
    server.env("BELFRY_DIR", dir.toString()).realTime();
    server.hub(settings -> new Hub(Belfry.start(settings)));
    serving =
        CompletableFuture.supplyAsync(
            () -> server.run("serve", "--demo", "--listen", "none"), inItsOwnThread);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> serving.isDone() || server.err().contains("Stop with Ctrl-C."));
    assertThat(server.err()).contains("belfry monitor --pretty");
  }

  @AfterEach
  void stopTheDemo() throws Exception {
    server.interrupt();
    assertThat(serving.get(60, TimeUnit.SECONDS)).isEqualTo(Exit.DONE);
  }

  private Session shell() {
    return new Session().env("BELFRY_DIR", dir.toString()).realTime();
  }

  @Test
  void aSecondShellFindsSearchesAndFollowsEventsOfAllFiveDialects() throws Exception {
    Session shell = shell();
    assertThat(shell.run("search", "event_level >= WARN", "--since", "1h", "--format", "json"))
        .as(shell.err())
        .isEqualTo(Exit.DONE);
    for (String type : new String[] {"lxd.", "gluster.", "openstack.", "cloudru.", "dev.belfry."}) {
      assertThat(shell.out()).as(type).contains("\"type\":\"" + type);
    }

    assertThat(shell.run("search", "--limit", "1000")).as(shell.err()).isEqualTo(Exit.DONE);
    assertThat(shell.out()).startsWith("TIME ").contains("gluster.VOLUME_CREATE");

    for (String dialect : DIALECTS) {
      assertThat(shell.run("search", "--format", dialect, "--limit", "20")).isEqualTo(Exit.DONE);
      assertThat(shell.out().lines()).as(dialect).hasSize(20);
    }
    assertThat(shell.run("search", "--histogram", "system", "--since", "1h")).isZero();
    assertThat(shell.out()).contains("█").endsWith(" events\n");

    assertThat(shell.run("types", "gluster.VOLUME")).isEqualTo(Exit.DONE);
    assertThat(shell.out()).contains("gluster.VOLUME_CREATE");
    assertThat(shell.run("status")).as(shell.err()).isEqualTo(Exit.DONE);
    assertThat(shell.out()).contains("well", "gluster ", "lxd ", "oslo ", "cloudru ");

    assertThat(monitored("--pretty", "--since", "1h"))
        .contains("instance-", "VOLUME_CREATE", "image.upload", "PlayRecording", "dev.belfry.demo");
  }

  private String monitored(String... more) throws Exception {
    Session shell = shell();
    var args = new ArrayList<>(List.of("monitor"));
    args.addAll(List.of(more));
    var exit =
        CompletableFuture.supplyAsync(() -> shell.run(args.toArray(String[]::new)), inItsOwnThread);
    await().atMost(Duration.ofSeconds(60)).until(() -> shell.out().lines().count() > 150);
    shell.interrupt();
    assertThat(exit.get(20, TimeUnit.SECONDS)).isEqualTo(Exit.DONE);
    assertThat(shell.err()).startsWith("cursor: ");
    return shell.out();
  }

  @Test
  void whatIsEmittedIsFoundAtOnce() {
    Session shell =
        shell()
            .input(
                "{\"event\":\"VOLUME_DELETE\",\"message\":{\"name\":\"mine\"},"
                    + "\"nodeid\":\"effeca22-dd38-4dce-80b3-27c9107833af\","
                    + "\"ts\":1795167319}\nnonsense\n");
    assertThat(shell.run("emit", "--dialect", "gluster")).isEqualTo(Exit.FAILED);
    assertThat(shell.err()).contains("line 2: BELFRY-1201").contains("1 accepted");

    assertThat(shell.run("search", "subject = \"mine\"", "--format", "gluster")).isZero();
    assertThat(shell.out()).contains("\"mine\"");
    assertThat(shell.run("search", "event_level >")).isEqualTo(Exit.USAGE);
    assertThat(shell.err()).contains("BELFRY-1301");
  }

  private record Hub(Belfry belfry) implements HubStart.Running {
    @Override
    public List<String> addresses() {
      return belfry.addresses();
    }

    @Override
    public void reload(Settings fresh) throws IOException {
      belfry.reload(fresh);
    }

    @Override
    public void await() throws InterruptedException {
      belfry.await();
    }

    @Override
    public void close() {
      belfry.close();
    }
  }
}
