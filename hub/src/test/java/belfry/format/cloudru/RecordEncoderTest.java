package belfry.format.cloudru;

import static belfry.format.cloudru.Records.EXAMPLE;
import static belfry.format.cloudru.Records.SNAKE;
import static belfry.format.cloudru.Records.changed;
import static belfry.format.cloudru.Records.read;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Audit;
import belfry.event.AuditBuilder;
import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.Decoded;
import belfry.format.cloudru.RecordEncoder.Shape;
import belfry.format.cloudru.RecordEncoder.Spelling;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import org.junit.jupiter.api.Test;

/** Records out of entries of any dialect. */
class RecordEncoderTest {
  private static final RecordEncoder CAMEL = new RecordEncoder(Spelling.CAMEL, Shape.DOCUMENTED);
  private static final RecordEncoder SNAKE_CASE =
      new RecordEncoder(Spelling.SNAKE, Shape.DOCUMENTED);
  private static final RecordEncoder EXTENDED = new RecordEncoder(Spelling.CAMEL, Shape.EXTENDED);

  @Test
  @Proves("audit 1")
  @Proves("audit 2")
  @Proves("audit 29")
  void theDocumentedExampleRoundTripsByteForByte() throws Exception {
    assertThat(CAMEL.encode(read(EXAMPLE)).text()).isEqualTo(EXAMPLE);
    assertThat(CAMEL.encode(read(SNAKE)).text()).isEqualTo(EXAMPLE);
    assertThat(CAMEL.encode(read(changed("SUCCESS", "DONE"))).text())
        .isEqualTo(changed("SUCCESS", "DONE"));
  }

  @Test
  @Proves("audit 3")
  void writesTheNamesOfTheTableOnRequest() throws Exception {
    assertThat(SNAKE_CASE.encode(read(EXAMPLE)).text())
        .isEqualTo(SNAKE)
        .contains("\"event_id\"", "\"event_time\"", "\"resource_id\"", "\"subject_id\"");
  }

  @Test
  @Proves("audit 11")
  void writesEveryKeyOfARecordThatHasThree() throws Exception {
    assertThat(
            CAMEL
                .encode(
                    read("{\"eventSource\":\"s\",\"eventType\":\"T\",\"eventStatus\":\"ERROR\"}"))
                .text())
        .matches(
            "\\{\"eventSource\":\"s\",\"eventLevel\":\"ERROR\",\"eventType\":\"T\","
                + "\"eventStatus\":\"ERROR\",\"eventId\":\"[-0-9a-f]{36}\","
                + "\"authorization\":\\{\"authorized\":true\\},\"resourceMetadata\":\\[\\],"
                + "\"requestMetadata\":\\{\"remoteAddress\":\"\",\"userAgent\":\"\","
                + "\"requestId\":\"\"\\},\"requestMethod\":\"\",\"requestEndpoint\":\"\","
                + "\"request\":\"\",\"response\":\"\",\"authentication\":\\{"
                + "\"authenticated\":false,\"subjectType\":\"UNKNOWN\",\"subjectId\":\"\","
                + "\"subjectName\":\"\"\\},\"xRequestId\":\"\",\"error\":\"\",\"details\":\"\","
                + "\"eventTime\":\"2026-11-20T12:00:00.123456Z\"\\}");
  }

  @Test
  void saysWhatTheHubKnowsOnlyWhenAsked() throws Exception {
    String record = changed("\"INFO\"", "\"CRITICAL\"");

    JsonValue hub = hub(read(record));

    assertThat(hub)
        .hasToString(
            "{\"recordedTime\":\"2026-11-20T12:00:00.123456Z\",\"index\":7,\"partition\":0,"
                + "\"severity\":\"INFO\",\"inferred\":[\"eventLevel\"],\"truncated\":{},"
                + "\"tenant\":\"default\",\"logSource\":\"platform\"}");
    assertThat(CAMEL.encode(read(record)).text()).isEqualTo(EXAMPLE);
  }

  @Test
  @Proves("audit 40")
  void cutsAUserAgentAtACharacterAndSaysWhatItWas() throws Exception {
    String agent = "a" + "я".repeat(1 << 19);
    DecodedEntry entry = entry(audit().userAgent(agent));

    JsonValue cut =
        hub(entry).at("truncated").orElseThrow().get("requestMetadata.userAgent").orElseThrow();

    assertThat(json(CAMEL, entry).at("requestMetadata.userAgent").orElseThrow().text())
        .isEqualTo("a" + "я".repeat(511));
    assertThat(cut)
        .hasToString(
            "{\"length\":1048577,\"sha256\":"
                + "\"c4d967fe7fbe9259780ccea4bc1f6a89059aa5c942d6fff40932cccf5551ddff\"}");
  }

  @Test
  @Proves("audit 48")
  void cutsARequestOf101KiBAndARecordOver256() throws Exception {
    DecodedEntry request = entry(audit().request("r".repeat(101 << 10)));
    assertThat(json(CAMEL, request).text("request")).hasSize(100 << 10);
    assertThat(entry(audit().request("r".repeat(100 << 10))))
        .satisfies(entry -> assertThat(hub(entry).get("truncated")).hasToString("Optional[{}]"));

    DecodedEntry all =
        entry(
            audit()
                .request("\u0001".repeat(100 << 10))
                .response("r".repeat(100 << 10))
                .details("d".repeat(100 << 10)));
    assertThat(CAMEL.encode(all).size()).isLessThanOrEqualTo(RecordEncoder.RECORD_BYTES_MAX);
    assertThat(json(CAMEL, all).text("details")).isNotEmpty();
    assertThat(hub(all).at("truncated.request.length").orElseThrow()).hasToString("102400");
  }

  @Test
  @Proves("audit 2")
  void showsTheFirst32OfMoreResources() throws Exception {
    AuditBuilder audit = audit();
    for (int i = 0; i < 40; i++) {
      audit.resource("object", "r" + i, "");
    }

    assertThat(json(CAMEL, entry(audit)).get("resourceMetadata").orElseThrow().elements())
        .hasSize(32);
    assertThat(hub(entry(audit)).at("truncated.resourceMetadata.length").orElseThrow())
        .hasToString("40");
  }

  @Test
  @Proves("audit 31")
  void theHubsSeverityIsNotTheLevel() throws Exception {
    assertThat(hub(entry(audit())).text("severity")).isEqualTo("CRITICAL");
    assertThat(json(CAMEL, entry(audit())).text("eventLevel")).isEqualTo("INFO");
  }

  private static AuditBuilder audit() {
    return Audit.of("lxd", "instance-created", "SUCCESS", "1").eventTime("2026-11-20T12:00:00Z");
  }

  private static DecodedEntry entry(AuditBuilder audit) throws Exception {
    DecodedEntry example = read(EXAMPLE);
    Event event = example.event().toBuilder().severity(Severity.CRITICAL).build();
    var entry = new Entry(example.entry().position(), DecodedEntry.RECORDED, Payload.EMPTY, event);
    return new DecodedEntry(entry, example.content(), audit.build());
  }

  private static JsonValue hub(Decoded decoded) throws Exception {
    return json(EXTENDED, decoded).get("hub").orElseThrow();
  }

  private static JsonValue json(RecordEncoder encoder, Decoded decoded) throws Exception {
    return Json.parse(encoder.encode(decoded));
  }
}
