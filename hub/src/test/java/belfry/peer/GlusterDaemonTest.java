package belfry.peer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.HubProcess;
import belfry.testing.Machine;
import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real glusterd with Debian's unmodified programs, and a hub in the place of its daemon. */
class GlusterDaemonTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Path HOOK = Path.of("/usr/lib/x86_64-linux-gnu/glusterfs/peer_eventsapi.py");
  private static final String URL = "http://127.0.0.1:9000/listen";

  @TempDir Path dir;
  private @Nullable GlusterNodeOnMachine started;

  @BeforeEach
  void glusterdRuns() throws Exception {
    assertThat(HOOK)
        .as(
            "apt-get install -y --no-install-recommends glusterfs-server python3-requests"
                + " python3-prettytable")
        .isExecutable();
    Machine machine = Machine.start(dir.resolve("m"), "node1", "127.0.0.1 node1\n");
    started = new GlusterNodeOnMachine(machine, Map.of("BELFRY_GLUSTER_NODE", "true"));
    machine.begin(Map.of(), "glusterd.log", "glusterd", "-N");
    Awaitility.await("glusterd")
        .atMost(SOON)
        .until(() -> machine.run("gluster", "pool", "list").exit() == 0);
  }

  @AfterEach
  void end() {
    GlusterNodeOnMachine running = started;
    if (running != null) {
      running.close();
    }
  }

  private GlusterNodeOnMachine node() {
    return requireNonNull(started);
  }

  @Test
  @Proves("gluster 21")
  void theRealProgramAddsListsTestsReloadsAndDeletesAWebhook() throws Exception {
    node().receive();
    node().start();
    assertThat(peer("node-status")).contains("\"ok\": true").contains("\"output\": \"UP\"");
    assertThat(real("webhook-test", URL, "-t", "T")).contains("localhost |          UP |");
    assertThat(node().requests()).containsExactly("127.0.0.1 Bearer T ");
    assertThat(real("webhook-add", URL, "-t", "T")).contains("|          OK |");
    awaitWebhooks(List.of(URL));
    assertThat(real("status")).contains("Webhooks: \n" + URL + "\n");

    gluster("volume", "create", "gv1", "node1:" + node().machine.dir() + "/brick", "force");
    Awaitility.await("event").atMost(SOON).until(() -> node().requests().size() > 1);
    assertThat(node().requests().get(1))
        .startsWith("127.0.0.1 Bearer T {\"event\": \"VOLUME_CREATE\", \"message\": {\"bricks\": ")
        .contains("\"name\": \"gv1\"}, \"nodeid\": \"");
    Awaitility.await("events log")
        .atMost(SOON)
        .until(() -> log().contains("'event': 'VOLUME_CREATE', 'message': {'name': 'gv1'"));

    assertThat(real("webhook-mod", URL, "-t", "T2")).contains("|          OK |");
    Awaitility.await("new token")
        .atMost(SOON)
        .until(
            () -> {
              gluster("volume", "set", "gv1", "nfs.disable", "on");
              return node().requests().getLast().contains("Bearer T2 {\"event\": \"VOLUME_SET\"");
            });
    assertThat(real("reload")).contains("|            OK |");
    assertThat(real("webhook-del", URL)).contains("|          OK |");
    awaitWebhooks(List.of());
  }

  @Test
  @Proves("gluster 21")
  void aHubThatStopsIsDownAndAnotherDaemonBesideItDoesNotStart() throws Exception {
    node().start();
    Machine.Said second =
        node()
            .machine
            .run(
                Map.of("BELFRY_GLUSTER_NODE", "true"),
                HubProcess.command(
                        List.of(
                            "serve",
                            "--data",
                            node().machine.dir().resolve("second").toString(),
                            "--listen",
                            "none"))
                    .toArray(String[]::new));
    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.text())
        .contains("/var/run/glustereventsd.pid: locked by another program")
        .contains("stop glustereventsd, or the other hub");
    node().stop();
    assertThat(node().machine.run("test", "-e", "/run/glustereventsd.pid").exit()).isEqualTo(1);
    assertThat(peer("node-status")).contains("\"output\": \"DOWN\"");
  }

  @Test
  @Proves("gluster 20")
  void glusterdAsksOurHook() throws Exception {
    Path hook = node().machine.dir().resolve("hook");
    Files.writeString(
        hook,
        HubProcess.command(List.of("gluster-eventsapi")).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n")));
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    node().machine.done("mount", "--bind", hook.toString(), HOOK.toString());
    assertThat(peer("node-status")).contains("\"output\": \"DOWN\"");
    node().start();
    assertThat(peer("node-status")).contains("\"output\": \"UP\"");
    assertThat(node().ours("webhook-add", URL).text()).contains("| localhost |          UP |");
    awaitWebhooks(List.of(URL));
    assertThat(node().ours("status").text())
        .contains(URL)
        .contains("| localhost |          UP |                    OK |");
  }

  private void awaitWebhooks(List<String> urls) {
    Awaitility.await(urls.toString()).atMost(SOON).until(() -> node().webhooks().equals(urls));
  }

  private String real(String... arguments) throws IOException {
    var words = new String[arguments.length + 1];
    words[0] = "gluster-eventsapi";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    return node().machine.done(words);
  }

  private String peer(String question) throws IOException {
    return node().machine.done("gluster", "system::", "execute", "eventsapi.py", question);
  }

  private void gluster(String... arguments) throws IOException {
    var words = new String[arguments.length + 2];
    words[0] = "gluster";
    words[1] = "--mode=script";
    System.arraycopy(arguments, 0, words, 2, arguments.length);
    node().machine.done(words);
  }

  private String log() throws IOException {
    return Files.readString(node().machine.dir().resolve("var/log/glusterfs/events.log"));
  }
}
