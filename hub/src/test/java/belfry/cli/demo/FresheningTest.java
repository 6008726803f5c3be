package belfry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FresheningTest {
  private static final UUID ID = new UUID(1, 2);

  private static String at(String when, String recorded) {
    return Freshening.at(Instant.parse(when), ID, recorded);
  }

  @Test
  void movesEveryTimeOfAnEventByTheSameSpanInItsOwnForm() {
    assertThat(
            at(
                "2027-01-02T10:00:00Z",
                "{\"timestamp\":\"2026-11-20T09:35:58.25Z\","
                    + "\"created_at\":\"2026-11-20 09:35:57\"}"))
        .isEqualTo(
            "{\"timestamp\":\"2027-01-02T10:00:00.25Z\",\"created_at\":\"2027-01-02 09:59:59\"}");
    assertThat(at("2027-01-02T10:00:00Z", "{\"ts\": 1795167319}"))
        .isEqualTo("{\"ts\": 1798884000}");
  }

  @Test
  void givesANotificationAFreshIdAlsoInsideItsEnvelope() {
    assertThat(
            at(
                "2027-01-02T10:00:00Z",
                "{\"oslo.message\": \"{\\\"message_id\\\":"
                    + " \\\"49cad760-59ad-4e88-af1e-06cc9530568d\\\","
                    + " \\\"timestamp\\\": \\\"2026-11-20 09:36:50.298677\\\"}\"}"))
        .contains("\\\"message_id\\\": \\\"" + ID + "\\\"")
        .contains("2027-01-02 10:00:00.298677");
  }

  @Test
  void findsATimeInEveryRecordedEvent() {
    var lines = Recording.mixed(Recording.all());
    assertThat(lines).hasSizeGreaterThan(150);
    var when = Instant.parse("2031-05-06T07:08:09Z");
    assertThat(lines)
        .extracting(line -> Freshening.at(when, ID, line.text()))
        .filteredOn(
            fresh ->
                !fresh.contains("2031-05-06T07:08:09")
                    && !fresh.contains("2031-05-06 07:08:09")
                    && !fresh.contains("\"ts\": " + when.getEpochSecond()))
        .isEmpty();
    assertThat(lines.subList(0, 20))
        .extracting(Recording.Line::dialect)
        .contains("lxd", "gluster", "oslo");
  }
}
