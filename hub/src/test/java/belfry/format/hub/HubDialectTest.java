package belfry.format.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Kind;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.lxd.LxdDialect;
import belfry.format.raw.RawDialect;
import belfry.testing.Captures;
import belfry.testing.DecodedEntry;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HubDialectTest {
  private static final HubDialect HUB = new HubDialect();
  private static final RawDialect NATIVE = new RawDialect();
  private static final JsonMapper JACKSON = new JsonMapper();

  @Test
  void anEntryIsWrittenWithItsWholeEnvelope() throws Exception {
    Event event =
        Event.of(
                "i1",
                "/s",
                "t.x",
                Instant.parse("2026-11-20T09:00:00.5Z"),
                "plain",
                Payload.of("{ \"a\" : [1.0] }"))
            .subject("sub")
            .project("p")
            .nativeProject("np")
            .location("n1")
            .severity(Severity.WARN)
            .origin(
                new Origin(
                    "http",
                    Optional.of("token/ci"),
                    Optional.of("10.0.0.1:4711"),
                    new TreeMap<>(Map.of("content-type", "application/json"))))
            .build();
    var marked =
        event.toBuilder().marks(event.marks().withMasked(List.of("/a/0")).asConflict()).build();

    assertThat(encoded(marked))
        .isEqualTo(
            "{\"id\":\"i1\",\"source\":\"/s\",\"type\":\"t.x\",\"subject\":\"sub\","
                + "\"time\":\"2026-11-20T09:00:00.500Z\","
                + "\"recordedTime\":\"2026-11-20T12:00:00.123456Z\","
                + "\"project\":\"p\",\"nativeProject\":\"np\",\"location\":\"n1\","
                + "\"kind\":\"event\",\"severity\":\"warn\",\"format\":\"plain\","
                + "\"position\":\"0/7\",\"origin\":{\"connector\":\"http\","
                + "\"principal\":\"token/ci\",\"address\":\"10.0.0.1:4711\","
                + "\"attributes\":{\"content-type\":\"application/json\"}},"
                + "\"masked\":[\"/a/0\"],\"conflict\":true,\"data\":{ \"a\" : [1.0] }}");
  }

  @Test
  void whatIsAbsentIsLeftOut() {
    JsonNode json = JACKSON.readTree(encoded(event("{}")));

    assertThat(json.propertyNames())
        .containsExactly(
            "id",
            "source",
            "type",
            "time",
            "recordedTime",
            "project",
            "kind",
            "severity",
            "format",
            "position",
            "origin",
            "data");
  }

  @Test
  void dataAreEmbeddedOrATextOrBase64AndNeverBreakTheLine() {
    assertThat(encoded(event("{\"a\":\r\n [1]\n}"))).endsWith("\"data\":{\"a\":   [1] }}");
    assertThat(encoded(event("a\nb"))).endsWith("\"data\":\"a\\nb\"}");
    assertThat(encoded(event("\"text\""))).endsWith("\"data\":\"\\\"text\\\"\"}");
    assertThat(encoded(event("{\"a\":NaN}"))).endsWith("\"data\":\"{\\\"a\\\":NaN}\"}");
    byte[] odd = {(byte) 0xff, 0, 1};
    Event binary = event("").toBuilder().data(Payload.copyOf(odd)).build();
    assertThat(encoded(binary))
        .endsWith("\"data_base64\":\"" + Base64.getEncoder().encodeToString(odd) + "\"}");
  }

  @Test
  void everyRecordedFrameStandsInItsEntryByteForByte() throws Exception {
    var lxd = new LxdDialect();
    for (String line : Captures.lines("lxd-lifecycle.jsonl")) {
      String json = HUB.encoder().encode(DecodedEntry.of(lxd, line)).text();
      assertThat(json).endsWith("\"data\":" + line + "}");
      assertThat(JACKSON.readTree(json).get("type").asString()).startsWith("lxd.lifecycle.");
    }
  }

  @Test
  void aGapIsReadFromWhatTheHubNoted() throws Exception {
    String gap =
        "{\"kind\":\"gap\",\"type\":\"belfry.gap\",\"source\":\"/gluster/n1\",\"project\":\"p\","
            + "\"time\":\"2026-11-20T09:00:00Z\",\"reason\":\"buffer overflow\",\"lost\":17}";
    DecodedEntry decoded = DecodedEntry.of(HUB, gap);

    assertThat(decoded.event().kind()).isEqualTo(Kind.GAP);
    assertThat(decoded.event().type()).isEqualTo(HubDialect.GAP);
    assertThat(decoded.event().source()).isEqualTo("/gluster/n1");
    assertThat(decoded.event().time()).isEqualTo(Instant.parse("2026-11-20T09:00:00Z"));
    assertThat(decoded.event().severity()).isEqualTo(Severity.WARN);
    assertThat(decoded.audit().eventType()).isEqualTo("gap");
    assertThat(decoded.audit().error()).isEqualTo("buffer overflow");
    assertThat(decoded.content().at("lost").orElseThrow().text()).isEqualTo("17");
  }

  @Test
  void whatTheHubWouldNotNoteIsRefused() {
    assertThatThrownBy(() -> DecodedEntry.of(HUB, "[]")).isInstanceOf(Malformed.class);
    for (String json :
        List.of(
            "{}",
            "{\"type\":\"lxd.logging\"}",
            "{\"type\":\"belfry.gap\",\"kind\":\"hole\"}",
            "{\"type\":\"belfry.gap\",\"time\":\"now\"}",
            "{\"type\":\"belfry.gap\",\"severity\":\"huge\"}")) {
      assertThatThrownBy(() -> DecodedEntry.of(HUB, json)).isInstanceOf(InvalidEvent.class);
    }
  }

  private static Event event(String data) {
    return Event.of("i", "/s", "t", Instant.EPOCH, "plain", Payload.of(data)).build();
  }

  private static String encoded(Event event) {
    return HUB.encoder().encode(DecodedEntry.of(NATIVE, event)).text();
  }
}
