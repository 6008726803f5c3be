package belfry.format.cloudevents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Audit;
import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.event.Severity;
import belfry.format.Content;
import belfry.format.Raw;
import belfry.testing.DecodedEntry;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries of any dialect, and of binary mode, in the JSON format. */
class CloudEventsEncoderTest {
  private final CloudEventsDialect dialect = new CloudEventsDialect();

  @Test
  void carriesTheOriginalJsonOfAnotherDialectAsItStands() throws Exception {
    Event event = foreign("{\"b\" : 1.50, \"a\":\"\\u044f\"}");
    Audit audit =
        Audit.of("lxd", "instance-created", "SUCCESS", event.id())
            .subject(new Audit.Subject(true, "FEDERATED_USER", "oidc/ann", "Ann"))
            .requestId("op-1")
            .build();

    assertThat(encode(event, audit))
        .isEqualTo(
            """
            {"specversion":"1.0","id":"17","source":"/lxd/%D1%8F/n1",\
            "type":"lxd.lifecycle.instance-created","subject":"/1.0/instances/c1",\
            "time":"2026-11-20T09:36:50.298677123Z",\
            "recordedtime":"2026-11-20T12:00:00.123456Z","sequence":"00000000000000000007",\
            "project":"default","severitytext":"WARN","severitynumber":13,\
            "eventstatus":"SUCCESS","authtype":"app_user","authid":"oidc/ann",\
            "correlationid":"op-1","datacontenttype":"application/json",\
            "data":{"b" : 1.50, "a":"\\u044f"}}""");
  }

  @Test
  void whatItWritesIsAnEventThatItReads() throws Exception {
    Event event = foreign("{\"a\":1}").toBuilder().subject("a\u0085b").build();
    Audit audit = Audit.of("lxd", "x", "ERROR", event.id()).build();

    Event read = dialect.decoder().decode(CloudEventsDialectTest.structured(encode(event, audit)));

    assertThat(read.id()).isEqualTo(event.id());
    assertThat(read.type()).isEqualTo(event.type());
    assertThat(read.time()).isEqualTo(event.time());
    assertThat(read.severity()).isEqualTo(Severity.WARN);
    assertThat(read.subject()).contains("a\ufffdb");
    assertThat(read.nativeProject()).contains("default");
    assertThat(dialect.content(read)).hasToString("{\"a\":1}");
    assertThat(DecodedEntry.of(dialect, read).audit().eventStatus()).isEqualTo("ERROR");
  }

  @Test
  void carriesDataThatIsNoStrictJson() throws Exception {
    Audit audit = Audit.of("x", "y", "SUCCESS", "17").build();

    assertThat(encode(foreign("{\"a\": NaN}"), audit))
        .endsWith(
            "\"datacontenttype\":\"text/plain;charset=utf-8\",\"data\":\"{\\\"a\\\": NaN}\"}");
    Event binary = foreign("").toBuilder().data(Payload.copyOf(new byte[] {-1, 0})).build();
    assertThat(encode(binary, audit))
        .endsWith("\"datacontenttype\":\"application/octet-stream\",\"data_base64\":\"/wA=\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": 1}|application/json|\"datacontenttype\":\"application/json\",\"data\":{\"a\": 1}",
        "{\"a\":1}|a/b+JSON;c=d|\"datacontenttype\":\"a/b+JSON;c=d\",\"data\":{\"a\":1}",
        "{\"a\":1}||\"datacontenttype\":\"application/json\",\"data\":{\"a\":1}",
        "123|text/plain|\"datacontenttype\":\"text/plain\",\"data\":\"123\"",
        "я|text/plain|\"datacontenttype\":\"text/plain\",\"data\":\"я\"",
        "no|application/json|\"datacontenttype\":\"application/json\",\"data_base64\":\"bm8=\"",
        "no||\"datacontenttype\":\"application/octet-stream\",\"data_base64\":\"bm8=\"",
        "{}|image/png|\"datacontenttype\":\"image/png\",\"data_base64\":\"e30=\""
      })
  void putsABinaryEventIntoTheJsonFormat(String body, String type, String tail) throws Exception {
    Raw raw = CloudEventsDialectTest.binary(body, type == null ? "" : type);

    DecodedEntry entry = DecodedEntry.of(dialect, raw);

    assertThat(dialect.encoder().encode(entry).text())
        .isEqualTo(
            "{\"specversion\":\"1.0\",\"id\":\"order-7\","
                + "\"source\":\"https://shop.example/orders?x=1\",\"subject\":\"orders/7\","
                + "\"time\":\"2026-11-20T06:34:18.5Z\",\"type\":\"example.order.paid\","
                + tail
                + "}");
  }

  @Test
  void aBinaryEventWithoutABodyHasNoData() throws Exception {
    DecodedEntry entry =
        DecodedEntry.of(dialect, CloudEventsDialectTest.binary(new byte[0], Map.of()));

    assertThat(dialect.encoder().encode(entry).text()).doesNotContain("data");
  }

  @Test
  void readsTheAuditFacetFromTheExtensions() throws Exception {
    Audit audit =
        DecodedEntry.of(
                dialect,
                CloudEventsDialectTest.binary(
                    "{\"zone\":\"a\"}".getBytes(UTF_8),
                    Map.of(
                        "ce-authtype", "api_key",
                        "ce-authid", "key-1",
                        "ce-correlationid", "req-1",
                        "ce-eventstatus", "CANCELLED",
                        "ce-project", "web",
                        "ce-tenant", "t-1")))
            .audit();

    assertThat(audit)
        .returns("https://shop.example/orders?x=1", Audit::eventSource)
        .returns("example.order.paid", Audit::eventType)
        .returns(Audit.Level.WARN, Audit::eventLevel)
        .returns(new Audit.Subject(true, "SERVICE_ACCOUNT", "key-1", ""), Audit::subject)
        .returns("req-1", Audit::xRequestId)
        .returns("2026-11-20T06:34:18.5Z", Audit::eventTime)
        .returns(
            "{\"data\":{\"zone\":\"a\"},\"ext\":{\"tenant\":\"t-1\"}}", a -> a.details().text());
    assertThat(audit.resources())
        .containsExactly(
            new Audit.Resource("project", "web", ""), new Audit.Resource("object", "orders/7", ""));
    assertThat(audit.inferred())
        .containsExactly("authorization.authorized", "authentication.authenticated");
  }

  @Test
  void aRecordInsideIsTheFacet() throws Exception {
    String event =
        CloudEventsDialectTest.STRUCTURED.replaceFirst(
            "\"data\":.*",
            "\"data\":{\"event_source\":\"s\",\"event_type\":\"T\",\"event_status\":\"ERROR\"}}");

    Audit audit = DecodedEntry.of(dialect, event).audit();

    assertThat(audit)
        .returns("s", Audit::eventSource)
        .returns("T", Audit::eventType)
        .returns("ERROR", Audit::eventStatus)
        .returns("order-7", Audit::eventId)
        .returns("2026-11-20T06:34:18.500Z", Audit::eventTime);
  }

  private static Event foreign(String data) {
    return Event.of(
            "17",
            "/lxd/я/n1",
            "lxd.lifecycle.instance-created",
            Instant.parse("2026-11-20T09:36:50.298677123Z"),
            "other",
            Payload.of(data))
        .subject("/1.0/instances/c1")
        .severity(Severity.WARN)
        .build();
  }

  private String encode(Event event, Audit audit) {
    var entry = new Entry(new Position(0, 7), DecodedEntry.RECORDED, Payload.EMPTY, event);
    return dialect.encoder().encode(new DecodedEntry(entry, Content.NOTHING, audit)).text();
  }
}
