package belfry.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.event.Payload;
import belfry.testing.HubProcess;
import belfry.testing.LokiStandIn;
import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub with a Loki, killed with SIGKILL while it pushes. */
class LokiKillTest {
  private static final int EVENTS = 50;

  @TempDir Path folder;
  private LokiStandIn loki;

  @BeforeEach
  void start() throws Exception {
    loki = LokiStandIn.prepared("").start();
  }

  @AfterEach
  void stop() {
    loki.close();
  }

  private void post(HubProcess hub, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      String event =
          """
          {"type":"lifecycle","timestamp":"2026-11-20T09:35:28Z","metadata":{"action":"kill-%d",
           "source":"/1.0"},"location":"n1"}"""
              .formatted(i);
      Reply reply =
          hub.send(Request.post("/1.0/events/lxd", "application/json", Payload.of(event)));
      assertThat(reply.status()).as(reply.body().text()).isEqualTo(200);
    }
  }

  private TreeSet<String> arrived() {
    var arrived = new TreeSet<String>();
    for (LokiStandIn.Taken entry : loki.taken()) {
      String last = entry.line().substring(entry.line().lastIndexOf(' ') + 1);
      if (last.startsWith("kill-")) {
        arrived.add(last);
      }
    }
    return arrived;
  }

  @Test
  @Proves("lxd 30")
  void everyAcknowledgedEventArrivesAlthoughTheHubIsKilled() throws Exception {
    Path config = folder.resolve("belfry.yaml");
    Files.writeString(
        config,
        """
        loki:
          api.url: %s
          types: [lifecycle]
        """
            .formatted(loki.url()));
    Path home = folder.resolve("hub");
    for (int round = 0; round < 2; round++) {
      HubProcess hub = HubProcess.start(home, "--config", config.toString());
      loki.refuse(500, Map.of());
      loki.hang();
      post(hub, round * EVENTS, (round + 1) * EVENTS);
      hub.kill();
    }
    try (HubProcess hub = HubProcess.start(home, "--config", config.toString())) {
      var all = IntStream.range(0, 2 * EVENTS).mapToObj(i -> "kill-" + i).sorted().toList();
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(() -> assertThat(arrived()).as(hub.said()).containsExactlyElementsOf(all));
    }
    assertThat(loki.violations()).isEmpty();
  }
}
