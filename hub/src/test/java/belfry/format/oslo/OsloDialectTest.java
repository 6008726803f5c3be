package belfry.format.oslo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Severity;
import belfry.format.Dialect;
import belfry.format.Raw;
import belfry.testing.Captures;
import belfry.testing.DecodedEntry;
import belfry.testing.DialectContract;
import belfry.testing.Proves;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decoder against what real Glance, its audit filter and the Kafka driver sent. */
class OsloDialectTest extends DialectContract {
  static final String MESSAGE =
      """
      {"message_id": "m-1", "publisher_id": "image.host1.example", "event_type": "image.create", \
      "priority": "INFO", "payload": {"id": "x"}, "timestamp": "2026-11-20 09:36:50.298677"}""";

  private final OsloDialect dialect = new OsloDialect();

  @Override
  protected Dialect dialect() {
    return dialect;
  }

  @Override
  protected List<Raw> samples() {
    return captures().stream().map(OsloDialectTest::raw).toList();
  }

  static List<String> captures() {
    var bodies = new ArrayList<String>();
    for (String file :
        List.of(
            "glance-notifications-v2.jsonl",
            "glance-errors-v2.jsonl",
            "glance-messaging-v1.jsonl",
            "glance-image-send-cache.jsonl",
            "glance-task-delete-v2.jsonl",
            "glance-cadf-audit-v2.jsonl")) {
      bodies.addAll(captured(file, "body"));
    }
    bodies.addAll(captured("glance-kafka.jsonl", "value"));
    return bodies;
  }

  /** The text under a key in each line of a recording. */
  static List<String> captured(String file, String key) {
    return Captures.records(file).stream().map(line -> line.get(key).asString()).toList();
  }

  static Raw raw(String body) {
    return DecodedEntry.raw(body, Origin.of("amqp"));
  }

  @Test
  @Proves("glance 19")
  @Proves("glance 21")
  void readsEveryRecordedNotification() throws Exception {
    var types = new TreeSet<String>();
    for (String body : captures()) {
      Event event = decode(body);
      types.add(event.type());
      assertThat(event.id()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
      assertThat(event.source()).matches("/openstack/(image.localhost|cadf_audit_producer.py)");
      assertThat(event.time()).isBefore(DecodedEntry.RECORDED);
      assertThat(event.data().text()).isEqualTo(body);
    }
    assertThat(types)
        .contains("openstack.image.upload", "openstack.task.failure", "openstack.image.send")
        .contains("openstack.metadef_tag.create", "openstack.audit.http.response")
        .hasSizeGreaterThan(28);
  }

  @Test
  void fillsTheEnvelopeFromTheMessage() throws Exception {
    Event event = decode(captured("glance-notifications-v2.jsonl", "body").getFirst());

    assertThat(event.id()).isEqualTo("49cad760-59ad-4e88-af1e-06cc9530568d");
    assertThat(event.source()).isEqualTo("/openstack/image.localhost");
    assertThat(event.type()).isEqualTo("openstack.image.create");
    assertThat(event.subject()).contains("594ac7ed-42c3-4cb3-807b-ad5fc6494c01");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-11-20T09:36:50.298677Z"));
    assertThat(event.nativeProject()).contains("p-admin-1");
    assertThat(event.location()).contains("localhost");
    assertThat(event.severity()).isEqualTo(Severity.INFO);
    assertThat(event.system()).isEqualTo("openstack");
  }

  @Test
  @Proves("glance 3")
  void readsTheSameMessageInEitherEnvelope() throws Exception {
    String v2 = envelope("\"2.0\"", MESSAGE);

    assertThat(decode(v2).toBuilder().data(decode(MESSAGE).data()).build())
        .isEqualTo(decode(MESSAGE));
    assertThat(dialect.content(decode(v2)).toString()).isEqualTo(MESSAGE);
    assertThat(dialect.content(decode(MESSAGE)).toString()).isEqualTo(MESSAGE);
  }

  @Test
  @Proves("glance 3")
  void refusesAnEnvelopeOfAnotherVersion() {
    for (String version : List.of("\"1.0\"", "\"2.1\"", "\"3.0\"", "2.0", "null", "\"2\"")) {
      assertThatThrownBy(() -> decode(envelope(version, MESSAGE)))
          .as(version)
          .isInstanceOf(InvalidEvent.class)
          .hasMessageStartingWith("/oslo.version: " + version)
          .hasMessageContaining("expected: the string \"2.0\"");
    }
  }

  @Test
  void tellsWhereInTheInnerMessageTheErrorIs() {
    assertThatThrownBy(() -> decode(envelope("\"2.0\"", "{\"a\":}")))
        .isInstanceOf(Malformed.class)
        .hasMessage("oslo.message: '}' (expected: a JSON value) at column 6");
    assertThatThrownBy(() -> decode("[1]"))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("ARRAY (expected: an object)");
  }

  @ParameterizedTest
  @Proves("glance 3")
  @CsvSource({
    "INFO, INFO",
    "info, INFO",
    "Audit, INFO",
    "SAMPLE, INFO",
    "debug, DEBUG",
    "WARN, WARN",
    "error, ERROR",
    "CRITICAL, CRITICAL"
  })
  void readsAPriorityInAnyCase(String priority, Severity severity) throws Exception {
    assertThat(decode(MESSAGE.replace("INFO", priority)).severity()).isEqualTo(severity);
  }

  @Test
  @Proves("glance 7")
  void refusesAMessageWithoutAKnownPriority() {
    for (String priority : List.of("null", "\"BOGUS\"", "\"warning\"", "7")) {
      assertThatThrownBy(() -> decode(MESSAGE.replace("\"INFO\"", priority)))
          .isInstanceOf(InvalidEvent.class)
          .hasMessageStartingWith("/priority: " + priority);
    }
    assertThatThrownBy(() -> decode(MESSAGE.replace("priority", "prio")))
        .hasMessageStartingWith("/priority: absent");
  }

  @ParameterizedTest
  @Proves("glance 3")
  @CsvSource({
    "2026-11-20 09:36:50.298677, 2026-11-20T09:36:50.298677Z",
    "2026-11-20 09:36:50, 2026-11-20T09:36:50Z",
    "2026-11-20T09:36:50Z, 2026-11-20T09:36:50Z",
    "2026-11-20T09:36:50.298, 2026-11-20T09:36:50.298Z"
  })
  void readsTimestampsOfEveryForm(String timestamp, Instant time) throws Exception {
    String body = MESSAGE.replace("2026-11-20 09:36:50.298677", timestamp);

    assertThat(decode(body).time()).isEqualTo(time);
  }

  @Test
  void takesAMessageThatLacksEverythingButAPriority() throws Exception {
    Event event = decode("{\"priority\":\"INFO\",\"timestamp\":\"yesterday\"}");

    assertThat(event.id()).isEqualTo(DecodedEntry.FRESH_ID);
    assertThat(event.source()).isEqualTo("/openstack/unknown");
    assertThat(event.type()).isEqualTo("openstack.unknown");
    assertThat(event.time()).isEqualTo(DecodedEntry.RECORDED);
    assertThat(event.subject()).isEmpty();
    assertThat(event.nativeProject()).isEmpty();
    assertThat(event.location()).isEmpty();
  }

  @Test
  @Proves("glance 20")
  void payloadsOfAnyShapeNeverBreakIt() throws Exception {
    for (String payload :
        List.of("\"text\"", "[1, {\"id\": 2}]", "null", "7", "true", "{}", "{\"id\": null}")) {
      Event event = decode(MESSAGE.replace("{\"id\": \"x\"}", payload));
      assertThat(event.subject()).as(payload).isEmpty();
      assertThat(DecodedEntry.of(dialect, event).audit().eventId()).isEqualTo("m-1");
    }
  }

  @Test
  @Proves("glance 5")
  void readsRawUtf8AndNotANumber() throws Exception {
    Event event = decode(MESSAGE.replace("{\"id\": \"x\"}", "{\"name\": \"é😀\", \"size\": NaN}"));

    assertThat(dialect.content(event).at("payload.name").orElseThrow().text()).isEqualTo("é😀");
    assertThat(dialect.content(event).at("payload.size").orElseThrow().text()).isEqualTo("NaN");
  }

  @Test
  @Proves("glance 6")
  void understandsTheContextOfAmqpAndOfKafka() throws Exception {
    String amqp =
        MESSAGE.replace(
            "\"timestamp\"",
            "\"_context_project_id\": \"p\", \"_context_user_id\": \"u\", \"timestamp\"");
    String kafka =
        MESSAGE.replace(
            "\"timestamp\"",
            "\"_context\": {\"project_id\": \"p\", \"user_id\": \"u\"}, \"timestamp\"");
    for (String body : List.of(amqp, kafka)) {
      Event event = decode(body);
      assertThat(event.nativeProject()).contains("p");
      assertThat(DecodedEntry.of(dialect, event).audit().subject().id()).isEqualTo("u");
    }
  }

  @Test
  void keepsOutOfTheEnvelopeWhatCannotStandThere() throws Exception {
    Event event =
        decode(
            MESSAGE
                .replace("\"x\"", "\"line\\nfeed\"")
                .replace("image.host1.example", "a b/c.h\\u0007"));

    assertThat(event.source()).isEqualTo("/openstack/a%20b%2Fc.h%07");
    assertThat(event.subject()).isEmpty();
    assertThat(event.location()).isEmpty();
  }

  private Event decode(String body) throws Malformed, InvalidEvent {
    return dialect.decoder().decode(raw(body));
  }

  static String envelope(String version, String message) {
    return "{\"oslo.version\": "
        + version
        + ", \"oslo.message\": \""
        + message.replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"}";
  }
}
