package belfry.format.oslo;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Audit;
import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.EventBuilder;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.event.Severity;
import belfry.format.Content;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Events of other dialects as notifications that oslo's readers take. */
class OsloEncoderTest {
  private static final String UUID = "0f1e2d3c-4b5a-4697-8877-665544332211";

  private final OsloDialect dialect = new OsloDialect();

  @Test
  @Proves("glance 1")
  @Proves("glance 2")
  @Proves("glance 5")
  void writesAForeignEventAsPythonWould() throws Exception {
    Event event =
        foreign("{\"name\":\"вм\\n😀\",\"size\":1.50}")
            .subject("/1.0/instances/c1")
            .nativeProject("web")
            .location("node-3")
            .severity(Severity.WARN)
            .build();

    JsonValue body = Json.parse(encode(event));

    assertThat(encode(event).text())
        .startsWith("{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"message_id\\\": \\\"")
        .matches("\\p{ASCII}+");
    assertThat(body.members()).hasSize(2);
    assertThat(body.text("oslo.message"))
        .isEqualTo(
            """
            {"message_id": "%s", "publisher_id": "lxd.node-3", \
            "event_type": "lxd.lifecycle.instance-created", "priority": "WARN", \
            "payload": {"id": "%s", "source": "/lxd/c/node-3", \
            "type": "lxd.lifecycle.instance-created", "subject": "/1.0/instances/c1", \
            "time": "2026-11-20T09:36:50.298677123Z", \
            "recorded_time": "2026-11-20T12:00:00.123456Z", "project": "default", \
            "native_project": "web", "location": "node-3", "format": "other", \
            "data": {"name": "\\u0432\\u043c\\n\\ud83d\\ude00", "size": 1.50}}, \
            "timestamp": "2026-11-20 09:36:50.298677", \
            "_unique_id": "%s", "_context_user_id": "tls/ann", "_context_project_id": "web"}"""
                .formatted(UUID, UUID, message(event).text("_unique_id")));
    assertThat(message(event).text("_unique_id")).matches("[0-9a-f]{32}");
  }

  @Test
  void whatItWritesIsReadAgain() throws Exception {
    Event event = foreign("{}").location("node-3").severity(Severity.ERROR).build();

    Event read = dialect.decoder().decode(OsloDialectTest.raw(encode(event).text()));

    assertThat(read.id()).isEqualTo(UUID);
    assertThat(read.type()).isEqualTo("openstack.lxd.lifecycle.instance-created");
    assertThat(read.severity()).isEqualTo(Severity.ERROR);
    assertThat(read.location()).contains("node-3");
    assertThat(read.time()).isEqualTo(Instant.parse("2026-11-20T09:36:50.298677Z"));
  }

  @Test
  @Proves("glance 2")
  void leavesOutAFractionOfZeroAsPythonDoes() throws Exception {
    Event event = foreign("{}").time(Instant.parse("2026-11-20T09:36:50.000000999Z")).build();

    assertThat(message(event).text("timestamp")).isEqualTo("2026-11-20 09:36:50");
  }

  @Test
  @Proves("glance 2")
  void makesAnIdWhereTheEventsIsNoUuid() throws Exception {
    Event one = foreign("{}").id("1").build();
    Event twin = foreign("{}").id("1").source("/lxd/c/node-4").build();

    assertThat(message(one).text("message_id"))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .isEqualTo(message(one).text("message_id"))
        .isNotEqualTo(message(twin).text("message_id"));
    assertThat(message(one).text("_unique_id")).isNotEqualTo(message(twin).text("_unique_id"));
    assertThat(message(one).at("payload.id").orElseThrow().text()).isEqualTo("1");
  }

  @Test
  void carriesDataThatIsNoJson() throws Exception {
    assertThat(message(foreign("uuid 17 VOLUME_CREATE").build()).at("payload.data").orElseThrow())
        .hasToString("\"uuid 17 VOLUME_CREATE\"");
    Event binary = foreign("").data(Payload.owning(new byte[] {(byte) 0xff, 0})).build();
    assertThat(message(binary).at("payload.data_base64").orElseThrow()).hasToString("\"/wA=\"");
  }

  private static EventBuilder foreign(String data) {
    return Event.of(
        UUID,
        "/lxd/c/node-3",
        "lxd.lifecycle.instance-created",
        Instant.parse("2026-11-20T09:36:50.298677123Z"),
        "other",
        Payload.of(data));
  }

  private JsonValue message(Event event) throws Exception {
    JsonValue body = Json.parse(encode(event));
    assertThat(body.text("oslo.version")).isEqualTo("2.0");
    return Json.parse(Payload.of(body.text("oslo.message")));
  }

  private Payload encode(Event event) {
    Audit audit =
        Audit.of("lxd", "instance-created", "SUCCESS", event.id())
            .subject(new Audit.Subject(true, "USER", "tls/ann", ""))
            .build();
    var entry = new Entry(new Position(0, 7), DecodedEntry.RECORDED, Payload.EMPTY, event);
    return dialect.encoder().encode(new DecodedEntry(entry, Content.NOTHING, audit));
  }
}
