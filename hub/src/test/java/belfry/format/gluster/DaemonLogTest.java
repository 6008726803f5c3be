package belfry.format.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Event;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.raw.RawDialect;
import belfry.testing.Captures;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DaemonLogTest {
  private static final String NODEID = "effeca22-dd38-4dce-80b3-27c9107833af";

  /** The daemon reports another event, or the recording shows only the ends of a long line. */
  private static final Set<String> OTHERS =
      Set.of("event key -1", "20000 bytes", "8192 bytes exactly");

  @Test
  @Proves("gluster 10")
  void linesAreThoseOfTheRealDaemon() throws Exception {
    int compared = 0;
    for (JsonNode wire : Captures.records("gluster-wire-cases.jsonl")) {
      String name = wire.get("case").asString();
      String log = wire.get("log").isNull() ? "" : wire.get("log").asString();
      boolean told = log.contains("] INFO [") || log.contains("Invalid Event Format");
      String datagram = wire.get("datagram").asString();
      if (!told || OTHERS.contains(name) || datagram.matches("\\d+ 2 ?")) {
        continue;
      }
      assertThat(at("INFO", event(datagram))).as(name).contains(log.substring(26));
      compared++;
    }
    assertThat(compared).isGreaterThan(20);
  }

  private static List<String> at(String level, Event event) {
    return DaemonLog.lines(event).stream()
        .filter(line -> !level.equals("INFO") || !line.level().equals("DEBUG"))
        .map(line -> line.level() + " [" + line.place() + "] - " + line.text())
        .map(String::stripTrailing) // as the recording is
        .toList();
  }

  @Test
  @Proves("gluster 10")
  void atDebugTheDatagramAndTheBodyAreInItToo() throws Exception {
    assertThat(at("DEBUG", event("1700000100 3 name=it's;force=1")))
        .containsExactly(
            "DEBUG [glustereventsd - 46:handle] - EVENT: \"1700000100 3 name=it's;force=1\" from"
                + " ::1",
            "INFO [utils - 67:log_event] - {'nodeid': '"
                + NODEID
                + "', 'ts': 1700000100, 'event': 'VOLUME_START', 'message': {'name': \"it's\","
                + " 'force': True}}",
            "DEBUG [utils - 312:plugin_webhook] - EVENT: {\"event\": \"VOLUME_START\","
                + " \"message\": {\"force\": true, \"name\": \"it's\"}, \"nodeid\": \""
                + NODEID
                + "\", \"ts\": 1700000100}");
  }

  @Test
  void aDatagramCannotWriteALineOfItsOwn() throws Exception {
    assertThat(at("INFO", event("nonsense\n[2026-01-01 00:00:00,000] INFO [x] - \u0085forged")))
        .containsExactly(
            "WARNING [glustereventsd - 52:handle] - Invalid Event Format"
                + " nonsense\\n[2026-01-01 00:00:00,000] INFO [x] - \\x85forged");
  }

  @Test
  void whatDidNotComeAsADatagramIsNotInIt() throws Exception {
    String body = "{\"event\": \"VOLUME_START\", \"message\": {}, \"nodeid\": \"n\", \"ts\": 1}";
    assertThat(DaemonLog.lines(DecodedEntry.of(new GlusterDialect(), body).event())).isEmpty();
  }

  @Test
  void textsAreSpelledAsPythonSpellsThem() {
    assertThat(Python.repr("a'b")).isEqualTo("\"a'b\"");
    assertThat(Python.repr("a'b\"c")).isEqualTo("'a\\'b\"c'");
    assertThat(Python.repr("\u00e9\u4e2d\ud83d\ude00")).isEqualTo("'\u00e9\u4e2d\ud83d\ude00'");
    assertThat(Python.repr("\t\\\0\u00a0\u200b\u2028"))
        .isEqualTo("'\\t\\\\\\x00\\xa0\\u200b\\u2028'");
  }

  /** As intake keeps it: raw if it cannot be read. */
  private static Event event(String datagram) throws Exception {
    Origin origin =
        new Origin(
                GlusterDialect.DATAGRAMS,
                Optional.empty(),
                Optional.of("[::1]:40000"),
                new java.util.TreeMap<>())
            .with(Map.of(GlusterDialect.NODEID, NODEID));
    try {
      return DecodedEntry.of(new GlusterDialect(), DecodedEntry.raw(datagram, origin)).event();
    } catch (Malformed e) {
      Payload bytes = Payload.of(datagram);
      return Event.of("i", "/belfry", RawDialect.TYPE, Instant.EPOCH, RawDialect.NAME, bytes)
          .origin(origin)
          .build();
    }
  }
}
