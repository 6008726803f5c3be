package belfry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.http.live.LiveRoute;
import belfry.testing.Proves;
import belfry.testing.Wire;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners that do not do their part. */
class ListenerEndsTest {
  @TempDir Path data;

  @Test
  @Proves("lxd 16")
  void threeUnansweredPingsEndTheStream() throws Exception {
    var pace = new LiveRoute.Pace(Duration.ofMillis(100), Duration.ofSeconds(15), 10);
    try (HubInTest hub = HubInTest.start(data, pace);
        Wire wire = hub.unix()) {
      assertThat(wire.upgrade("/1.0/events?type=ovn").status()).isEqualTo(101);
      for (int i = 0; i < 3; i++) {
        assertThat(wire.frame().opcode()).isEqualTo(Wire.Frame.PING);
      }
      assertThat(wire.ended()).isTrue();
    }
  }

  @Test
  @Proves("lxd 17")
  void aListenerThatDoesNotReadIsCutAndHarmsNobody() throws Exception {
    int events = 40;
    String padding = "\"context\":{\"text\":\"" + "y".repeat(50_000) + "\"},\"source\"";
    try (HubInTest hub = HubInTest.start(data);
        Wire stalled = hub.unix();
        Wire reading = hub.unix();
        Wire sender = hub.unix()) {
      assertThat(stalled.upgrade("/1.0/events?type=lifecycle").status()).isEqualTo(101);
      assertThat(reading.upgrade("/1.0/events?type=lifecycle").status()).isEqualTo(101);
      for (int i = 0; i < events; i++) {
        String event = HubInTest.lifecycle("large-" + i + "-").replace("\"source\"", padding);
        assertThat(sender.post("/1.0/events/lxd", "application/json", event).status())
            .isEqualTo(200);
      }
      for (int i = 0; i < events; i++) {
        assertThat(reading.event()).contains("large-" + i + "-");
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> sender.get("/metrics").text(),
              text -> text.contains("belfry_listeners_ended_total{reason=\"slow\"} 1"));
      assertThat(sender.get("/metrics").text()).contains("belfry_listeners 1");
    }
  }
}
