package belfry.format.cloudru;

import static belfry.format.cloudru.Records.EXAMPLE;
import static belfry.format.cloudru.Records.SNAKE;
import static belfry.format.cloudru.Records.changed;
import static belfry.format.cloudru.Records.decode;
import static belfry.format.cloudru.Records.decodeStrictly;
import static belfry.format.cloudru.Records.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Severity;
import belfry.format.Dialect;
import belfry.format.Raw;
import belfry.testing.DecodedEntry;
import belfry.testing.DialectContract;
import belfry.testing.Proves;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shape of records, required keys, ids, times and levels. */
class CloudruDialectTest extends DialectContract {
  private final CloudruDialect dialect = new CloudruDialect();

  @Override
  protected Dialect dialect() {
    return dialect;
  }

  @Override
  protected List<Raw> samples() {
    return List.of(
        Records.raw(EXAMPLE),
        Records.raw(SNAKE),
        Records.raw(changed("\"зона a\"", "{\"zone\":[1,{\"a\":null}]}")),
        Records.raw(BulkReaderTest.ELEMENT));
  }

  @Test
  void fillsTheEnvelopeFromTheRecord() throws Exception {
    Event event = decode(EXAMPLE);

    assertThat(event.id()).isEqualTo("3fa85f64-5717-4562-b3fc-2c963f66afa6");
    assertThat(event.source())
        .isEqualTo(
            "/cloudru/%D0%9B%D0%B8%D1%87%D0%BD%D1%8B%D0%B9%20"
                + "%D0%BA%D0%B0%D0%B1%D0%B8%D0%BD%D0%B5%D1%82");
    assertThat(event.type()).isEqualTo("cloudru.CreateProject");
    assertThat(event.subject()).contains("o-7");
    assertThat(event.nativeProject()).contains("p-42");
    assertThat(event.time()).isEqualTo(Instant.parse("2026-11-20T09:34:18.120Z"));
    assertThat(event.severity()).isEqualTo(Severity.INFO);
    assertThat(event.location()).isEmpty();
  }

  @Test
  @Proves("audit 4")
  void aSnakeCaseRecordEqualsItsCamelCaseTwin() throws Exception {
    assertThat(read(SNAKE).audit()).isEqualTo(read(EXAMPLE).audit());
    assertThat(decode(SNAKE).toBuilder().data(decode(EXAMPLE).data()).build())
        .isEqualTo(decode(EXAMPLE));
  }

  @Test
  @Proves("audit 4")
  @Proves("audit 14")
  void aTwinWithoutAnIdGetsTheSameId() throws Exception {
    String camel = changed("\"eventId\":\"3fa85f64-5717-4562-b3fc-2c963f66afa6\",", "");

    assertThat(decode(camel).id())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .isEqualTo(decode(camel).id())
        .isEqualTo(decode(Records.snake(camel)).id())
        .isNotEqualTo(decode(camel.replace("зона a", "зона b")).id());
    Raw again = Records.raw(camel);
    var twin = new Raw(again.bytes(), again.origin(), again.received(), again.freshId(), 1);
    assertThat(dialect.decoder().decode(twin).id()).isNotEqualTo(decode(camel).id());
  }

  @Test
  @Proves("audit 5")
  void takesARecordThatMixesCasesButNotOneKeyInBoth() throws Exception {
    assertThat(read(EXAMPLE.replace("\"eventType\"", "\"event_type\"")).audit())
        .isEqualTo(read(EXAMPLE).audit());
    assertInvalid(
        changed("\"eventType\":", "\"event_type\":\"A\",\"eventType\":"),
        "/eventType: beside event_type (expected: the key in one case)");
    assertInvalid(
        changed("\"requestId\":", "\"request_id\":\"A\",\"requestId\":"),
        "/requestMetadata/requestId: beside request_id (expected: the key in one case)");
  }

  @Test
  @Proves("audit 6")
  @Proves("audit 7")
  void refusesStructureOfTheWrongType() {
    assertInvalid(
        changed("{\"authorized\":true}", "\"yes\""),
        "/authorization: \"yes\" (expected: an object)");
    assertInvalid(
        changed("{\"authorized\":true}", "[true]"), "/authorization: [true] (expected: an object)");
    assertInvalid(
        EXAMPLE.replaceFirst("\"requestMetadata\":\\{[^}]*}", "\"requestMetadata\":2"),
        "/requestMetadata: 2 (expected: an object)");
    assertInvalid(
        EXAMPLE.replaceFirst("\\[.*\\]", "{\"path\":[]}"),
        "/resourceMetadata: {\"path\":[]} (expected: an array)");
    assertInvalid(
        EXAMPLE.replaceFirst("\\[.*\\]", "[{},7]"), "/resourceMetadata/1: 7 (expected: an object)");
  }

  @ParameterizedTest
  @Proves("audit 8")
  @ValueSource(strings = {"\"true\"", "1", "null", "{}"})
  void guessesABooleanThatIsNoneUnlessStrict(String value) throws Exception {
    String record = changed("\"authorized\":true", "\"authorized\":" + value);

    assertThat(read(record).audit().authorized()).isTrue();
    assertThat(read(record).audit().inferred()).containsExactly("authorization.authorized");
    assertThatThrownBy(() -> decodeStrictly(record))
        .isInstanceOf(InvalidEvent.class)
        .hasMessage("/authorization/authorized: " + value + " (expected: true or false)");
  }

  @Test
  @Proves("audit 10")
  void keepsUnknownKeysInTheDetailsUnlessStrict() throws Exception {
    String record =
        changed("\"зона a\"", "{\"zone\":\"a\"}")
            .replace("\"requestId\"", "\"traceId\":7,\"requestId\"")
            .replace("\"eventTime\"", "\"region\":\"ru\",\"eventTime\"");

    assertThat(read(record).audit().details().text())
        .isEqualTo(
            "{\"zone\":\"a\",\"unmapped\":{\"region\":\"ru\",\"requestMetadata.traceId\":7}}");
    assertThat(read(record).audit().inferred()).containsExactly("details");
    assertThat(
            read(changed("\"eventTime\"", "\"region\":\"ru\",\"eventTime\""))
                .audit()
                .details()
                .text())
        .isEqualTo("{\"text\":\"зона a\",\"unmapped\":{\"region\":\"ru\"}}");
    assertThatThrownBy(() -> decodeStrictly(record))
        .hasMessage("/region: unknown (expected: a key of the record)");
  }

  @Test
  @Proves("audit 11")
  @Proves("audit 12")
  void fillsInWhatIsAbsentOrNull() throws Exception {
    String three = "\"eventSource\":\"s\",\"eventType\":\"T\",\"eventStatus\":\"DONE\"";
    Audit absent = read("{" + three + "}").audit();
    Audit nothing =
        read("{"
                + three
                + ",\"eventId\":null,\"authorization\":null,\"resourceMetadata\":null,"
                + "\"requestMetadata\":{\"userAgent\":null},\"request\":null,\"details\":null,"
                + "\"authentication\":null,\"xRequestId\":null,\"eventTime\":null,"
                + "\"eventLevel\":null}")
            .audit();

    assertThat(nothing).isEqualTo(absent);
    assertThat(absent.resources()).isEmpty();
    assertThat(absent.authorized()).isTrue();
    assertThat(absent.subject()).isEqualTo(Audit.Subject.UNKNOWN);
    assertThat(absent.eventTime()).isEqualTo("2026-11-20T12:00:00.123456Z");
    assertThat(absent.inferred())
        .containsExactly(
            "eventId", "eventTime", "authorization.authorized", "authentication.authenticated");
  }

  @ParameterizedTest
  @Proves("audit 13")
  @Proves("audit 28")
  @ValueSource(strings = {"eventSource", "eventType", "eventStatus"})
  void namesTheRequiredKeyThatIsMissing(String key) {
    assertInvalid(
        EXAMPLE.replaceFirst("\"" + key + "\":\"[^\"]*\",", ""),
        "/" + key + ": absent (expected: a text; it is required)");
    assertInvalid(
        EXAMPLE.replaceFirst("\"" + key + "\":\"[^\"]*\"", "\"" + key + "\":\"\""),
        "/" + key + ": \"\" (expected: a text; it is required)");
  }

  @Test
  @Proves("audit 16")
  void refusesAnIdThatIsEmptyTooLongOrUnprintable() throws Exception {
    String id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
    assertThat(decode(changed(id, "я".repeat(64))).id()).hasSize(64);
    for (String bad : List.of("", "я".repeat(64) + "a", "a\\u0007", "a\\n")) {
      assertThatThrownBy(() -> decode(changed(id, bad)))
          .isInstanceOf(InvalidEvent.class)
          .hasMessageContaining("expected: 1 to 128 bytes without control characters");
    }
  }

  @ParameterizedTest
  @Proves("audit 17")
  @CsvSource({
    "2026-11-20T09:34:18.123456789+03:00, 2026-11-20T06:34:18.123456789Z",
    "2026-11-20t09:34:18.100z, 2026-11-20T09:34:18.100Z"
  })
  void keepsTheDigitsOfATimeAndShowsItInUtc(String time, String utc) throws Exception {
    String record = changed("2026-11-20T09:34:18.120Z", time);

    assertThat(read(record).audit().eventTime()).isEqualTo(utc);
    assertThat(decode(record).time()).isEqualTo(Instant.parse(utc));
  }

  @ParameterizedTest
  @Proves("audit 18")
  @ValueSource(
      strings = {
        "2026-11-20T09:34:18",
        "2026-11-20",
        "1795167258",
        "2026-11-20T24:00:00Z",
        "2026-13-20T09:34:18Z",
        "2026-11-20T09:34:60Z",
        "10000-11-20T09:34:18Z",
        "2026-11-20T09:34:18.1234567890Z",
        ""
      })
  void refusesATimeThatIsNotRfc3339(String time) {
    assertInvalid(
        changed("2026-11-20T09:34:18.120Z", time),
        "/eventTime: \"" + time + "\" (expected: RFC 3339 with a zone and at most 9 digits)");
  }

  @Test
  @Proves("audit 20")
  void takesTheTimeOfArrivalWhereNoneIsSaid() throws Exception {
    String record = changed(",\"eventTime\":\"2026-11-20T09:34:18.120Z\"", "");

    assertThat(decode(record).time()).isEqualTo(DecodedEntry.RECORDED);
    assertThat(read(record).audit().eventTime()).isEqualTo(DecodedEntry.RECORDED.toString());
    assertThat(read(record).audit().inferred()).containsExactly("eventTime");
  }

  @ParameterizedTest
  @Proves("audit 21-25")
  @CsvSource({
    "STARTED, INFO",
    "SUCCESS, INFO",
    "DONE, INFO",
    "ERROR, ERROR",
    "CANCELLED, WARN",
    "PAUSED, INFO",
    "error, INFO",
    "Error, INFO",
    "' ERROR ', INFO"
  })
  void computesTheLevelFromTheExactStatus(String status, Audit.Level level) throws Exception {
    Audit audit = read(changed("SUCCESS", status)).audit();

    assertThat(audit.eventStatus()).isEqualTo(status);
    assertThat(audit.eventLevel()).isEqualTo(level);
    assertThat(decode(changed("SUCCESS", status)).severity().name()).isEqualTo(level.name());
  }

  @ParameterizedTest
  @Proves("audit 26")
  @Proves("audit 27")
  @ValueSource(strings = {"CRITICAL", "WARNING", "WARN", "info"})
  void notesALevelThatDisagreesUnlessStrict(String level) throws Exception {
    String record = changed("\"INFO\"", "\"" + level + "\"");

    assertThat(read(record).audit().eventLevel()).isEqualTo(Audit.Level.INFO);
    assertThat(read(record).audit().inferred()).containsExactly("eventLevel");
    assertThatThrownBy(() -> decodeStrictly(record))
        .hasMessage("/eventLevel: \"" + level + "\" (expected: INFO, which the status gives)");
  }

  @Test
  void takesTheDocumentedRecordStrictly() throws Exception {
    assertThat(decodeStrictly(EXAMPLE)).isEqualTo(decode(EXAMPLE));
    assertThat(decodeStrictly(SNAKE)).isEqualTo(decode(SNAKE));
  }

  private static void assertInvalid(String record, String message) {
    assertThatThrownBy(() -> decode(record)).isInstanceOf(InvalidEvent.class).hasMessage(message);
  }

  @Test
  @Proves("audit 46")
  void refusesWhatIsNotOneRecord() {
    for (String bytes :
        List.of(
            "",
            "[" + EXAMPLE + "]",
            "\"record\"",
            EXAMPLE + EXAMPLE,
            "\ufeff" + EXAMPLE,
            EXAMPLE.replace("\"POST\",", "\"POST\",,"),
            EXAMPLE.replace("true", "NaN"),
            "/* c */" + EXAMPLE)) {
      assertThatThrownBy(() -> decode(bytes)).isInstanceOf(Malformed.class);
    }
  }
}
