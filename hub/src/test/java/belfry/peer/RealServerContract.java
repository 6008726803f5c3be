package belfry.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.peer.LxdDaemon.Monitor;
import belfry.testing.Proves;
import belfry.testing.RunningHub;
import belfry.testing.Wire;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A hub that listens to a real daemon, beside the daemon's own monitor. */
abstract class RealServerContract {
  static final Duration SOON = Duration.ofSeconds(60);
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir Path dir;

  abstract LxdDaemon.Brand brand() throws Exception;

  private static RunningHub hub(Path data, LxdDaemon daemon) throws IOException {
    return RunningHub.start(data, Map.of("lxd.sources", "real=unix:" + daemon.socket()));
  }

  /** Changes something of each kind; the last of it is named. */
  private static void operate(LxdDaemon daemon, String round) throws Exception {
    for (String command :
        List.of(
            "config set user.round=" + round,
            "project create p-" + round,
            "profile create x --project p-" + round,
            "profile set x user.a=b --project p-" + round,
            "storage create pool-" + round + " dir",
            "storage volume create pool-" + round + " v1",
            "storage volume set pool-" + round + " v1 user.a=b",
            "query --wait -X POST -d {\"name\":\"s1\"} /1.0/storage-pools/pool-"
                + round
                + "/volumes/custom/v1/snapshots",
            "storage volume delete pool-" + round + " v1",
            "network create br-" + round + " ipv4.address=none ipv6.address=none",
            "network set br-" + round + " user.a=b",
            "network delete br-" + round,
            "network acl create acl-" + round,
            "profile delete x --project p-" + round,
            "project delete p-" + round,
            "storage delete pool-" + round,
            "config set user.round=" + round + "-done")) {
      daemon.run(command);
    }
  }

  static List<JsonNode> found(RunningHub hub, String filter, String format) throws IOException {
    var all = new ArrayList<JsonNode>();
    String from =
        "/1.0/journal/events?order=asc&limit=1000&format="
            + format
            + "&filter="
            + URLEncoder.encode(filter, UTF_8);
    String next = "";
    do {
      try (Wire wire = hub.wire()) {
        String cursor = next.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(next, UTF_8);
        JsonNode page = wire.get(from + cursor).json().get("metadata");
        page.get("events").forEach(all::add);
        next = page.path("next").asString("");
      }
    } while (!next.isEmpty());
    return all;
  }

  /** The frames of the daemon, as they are in the journal. */
  private static List<JsonNode> frames(RunningHub hub) throws IOException {
    return found(hub, "source =~ \"^/lxd/real\"", "native");
  }

  static JsonNode source(RunningHub hub) throws IOException {
    try (Wire wire = hub.wire()) {
      return wire.get("/1.0/sources/lxd.real").json().get("metadata");
    }
  }

  static void listens(RunningHub hub, LxdDaemon daemon) {
    Awaitility.await()
        .atMost(SOON)
        .until(
            () -> {
              daemon.run("query /1.0/warnings");
              return !frames(hub).isEmpty();
            });
  }

  /** All that a monitor saw is in the journal, and nothing is there twice. */
  private static void assertKept(RunningHub hub, Monitor monitor) throws Exception {
    List<JsonNode> seen = monitor.events().stream().map(MAPPER::readTree).toList();
    assertThat(seen).hasSizeGreaterThan(50);
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(frames(hub)).containsAll(seen).doesNotHaveDuplicates());
  }

  private static void awaitSeen(Monitor monitor, String text) {
    Awaitility.await()
        .atMost(SOON)
        .until(() -> monitor.events().stream().anyMatch(event -> event.contains(text)));
  }

  @Test
  @Proves("lxd 31")
  void allThatTheStockMonitorSeesIsInTheJournalOnceAndAKilledDaemonLeavesAGap() throws Exception {
    try (LxdDaemon daemon = LxdDaemon.start(brand(), dir.resolve("d"));
        RunningHub hub = hub(dir.resolve("hub"), daemon)) {
      listens(hub, daemon);
      try (Monitor monitor = daemon.monitor("first")) {
        awaitMonitor(daemon, monitor);
        operate(daemon, "one");
        awaitSeen(monitor, "storage-pool-deleted");
        daemon.kill();
        Awaitility.await().atMost(SOON).until(() -> !monitor.process().isAlive());
        assertKept(hub, monitor);
      }
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(source(hub).path("reason").asString(""))
                      .contains("unix:" + daemon.socket()));
      assertThat(source(hub).get("state").asString()).isEqualTo("waiting");

      daemon.restart();
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(found(hub, "type = belfry.gap", "native")).hasSize(1));
      try (Monitor monitor = daemon.monitor("second")) {
        awaitMonitor(daemon, monitor);
        operate(daemon, "two");
        awaitSeen(monitor, "storage-pool-deleted");
        assertKept(hub, monitor);
      }
      assertThat(found(hub, "type = belfry.gap", "native"))
          .singleElement()
          .satisfies(
              gap -> {
                assertThat(gap.get("subject").asString()).isEqualTo("lxd.real");
                assertThat(gap.get("since").asString()).isLessThan(gap.get("until").asString());
              });
      assertThat(found(hub, "type = belfry.reconciled", "native"))
          .as("the operations that a daemon begins with are learned of afterwards")
          .isNotEmpty()
          .allSatisfy(
              event -> {
                assertThat(event.get("query").asString()).startsWith("GET /1.0/");
                assertThat(event.get("found").get("id").asString()).isNotEmpty();
              });
      assertThat(source(hub).get("gaps")).as("nothing was lost while it listened").isEmpty();
    }
  }

  private static void awaitMonitor(LxdDaemon daemon, Monitor monitor) {
    Awaitility.await()
        .atMost(SOON)
        .until(
            () -> {
              daemon.run("query /1.0/warnings");
              return !monitor.events().isEmpty();
            });
  }

  @Test
  @Proves("lxd 31")
  void whatADaemonTellsWhileTheHubIsDownIsAGapToo() throws Exception {
    try (LxdDaemon daemon = LxdDaemon.start(brand(), dir.resolve("d"))) {
      try (RunningHub hub = hub(dir.resolve("hub"), daemon)) {
        listens(hub, daemon);
      }
      daemon.run("profile create unseen");
      try (RunningHub hub = hub(dir.resolve("hub"), daemon)) {
        Awaitility.await()
            .atMost(SOON)
            .untilAsserted(() -> assertThat(found(hub, "type = belfry.gap", "native")).hasSize(1));
        daemon.run("profile create seen");
        Awaitility.await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(found(hub, "type = lxd.lifecycle.profile-created", "native"))
                        .singleElement()
                        .satisfies(event -> assertThat(event.toString()).contains("/seen")));
      }
    }
  }
}
