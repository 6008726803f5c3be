package belfry.self;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Payload;
import belfry.metrics.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What of the hub's own log is journaled. */
class LogLinesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private final LogLines lines = new LogLines(new Metrics());
  private final ArrayList<Payload> kept = new ArrayList<>();

  @Test
  void aLineIsAnLxdLoggingEvent() {
    lines.offer(NOW, "warning", "belfry.journal", "a <b>");
    lines.drainTo(kept, NOW);
    assertThat(kept.getFirst().text())
        .isEqualTo(
            "{\"type\":\"logging\",\"timestamp\":\"2026-11-20T10:00:00Z\",\"metadata\":{"
                + "\"message\":\"a \\u003cb\\u003e\",\"level\":\"warning\",\"context\":{"
                + "\"logger\":\"belfry.journal\"}},\"location\":\"none\"}");
  }

  @Test
  void theSameLineIsHeldBackForAWhile() {
    lines.offer(NOW, "info", "l", "again");
    lines.offer(NOW.plusSeconds(9), "info", "l", "again");
    lines.offer(NOW.plusSeconds(10), "info", "l", "again");
    lines.drainTo(kept, NOW);
    assertThat(kept).hasSize(3);
    assertThat(kept.getLast().text()).contains("not journaled", "\"lines\":\"1\"");
  }

  @Test
  void linesPastTheLimitAreCountedAndTold() {
    for (int i = 0; i < LogLines.LINES_PER_SECOND + 5; i++) {
      lines.offer(NOW, "info", "l", "line " + i);
    }
    lines.drainTo(kept, NOW);
    assertThat(kept).hasSize(LogLines.LINES_PER_SECOND + 1);
    assertThat(kept.getLast().text()).contains("\"lines\":\"5\"");
    kept.clear();
    for (int i = 0; i < LogLines.LINES_MAX + 7; i++) {
      lines.offer(NOW.plusSeconds(1 + i / 100), "info", "l", "queued " + i);
    }
    lines.drainTo(kept, NOW);
    assertThat(kept).hasSize(LogLines.LINES_MAX + 1);
    assertThat(kept.getLast().text()).contains("\"lines\":\"7\"");
  }

  @Test
  void refusalsHaveARate() {
    var rate = new Rate(OwnEvents.REFUSALS_PER_SECOND);
    for (int i = 0; i < OwnEvents.REFUSALS_PER_SECOND; i++) {
      assertThat(rate.allows(NOW)).isTrue();
    }
    assertThat(rate.allows(NOW)).isFalse();
    assertThat(rate.allows(NOW.plusSeconds(1))).isTrue();
  }
}
