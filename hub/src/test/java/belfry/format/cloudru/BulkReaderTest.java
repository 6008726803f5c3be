package belfry.format.cloudru;

import static belfry.format.cloudru.Records.decode;
import static belfry.format.cloudru.Records.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements of the client bulk interface. */
class BulkReaderTest {
  static final String ELEMENT =
      """
      {"datetime": 1795167258123, "service_name": "Customer", "service_version": "1.4", \
      "name": "SyslogEvent", "session_id": "s-1", "user_login": "root", "user_name": "Ann", \
      "user_node": "203.0.113.9", "tags": ["auth"], \
      "params": [{"name": "facility", "value": "auth"}]}""";

  @Test
  @Proves("audit 55-57")
  void readsAnElementAsARecord() throws Exception {
    Event event = decode(ELEMENT);
    Audit audit = read(ELEMENT).audit();

    assertThat(event.source()).isEqualTo("/cloudru/Customer");
    assertThat(event.type()).isEqualTo("cloudru.SyslogEvent");
    assertThat(event.time()).isEqualTo(Instant.ofEpochMilli(1795167258123L));
    assertThat(event.id()).isEqualTo(decode(ELEMENT).id()).isEqualTo(audit.eventId());
    assertThat(audit.eventTime()).isEqualTo("2026-11-20T09:34:18.123Z");
    assertThat(audit.eventStatus()).isEqualTo("SUCCESS");
    assertThat(audit.requestId()).isEqualTo("s-1");
    assertThat(audit.remoteAddress()).isEqualTo("203.0.113.9");
    assertThat(audit.subject()).isEqualTo(new Audit.Subject(true, "USER", "root", "Ann"));
    assertThat(audit.logSource()).isEqualTo(Audit.LogSource.CLIENT);
    assertThat(audit.details().text())
        .isEqualTo(
            "{\"service_version\":\"1.4\",\"tags\":[\"auth\"],"
                + "\"params\":[{\"name\":\"facility\",\"value\":\"auth\"}]}");
    assertThat(audit.inferred())
        .containsExactly(
            "eventId", "eventStatus", "authorization.authorized", "authentication.authenticated");
  }

  @Test
  @Proves("audit 56")
  void notesATimeInSecondsAndOneThatIsMissing() throws Exception {
    String seconds = ELEMENT.replace("1795167258123", "1795167258");
    assertThat(decode(seconds).time()).isEqualTo(Instant.ofEpochSecond(1795167258));
    assertThat(read(seconds).audit().inferred()).contains("eventTime");

    String missing = ELEMENT.replace("\"datetime\": 1795167258123, ", "");
    assertThat(decode(missing).time()).isEqualTo(DecodedEntry.RECORDED);
    assertThat(read(missing).audit().inferred()).contains("eventTime");
  }

  @ParameterizedTest
  @Proves("audit 56")
  @ValueSource(strings = {"\"1795167258123\"", "1.5", "-1", "1e12", "253402300800000", "[]"})
  void refusesATimeThatIsNoNumberOfMilliseconds(String datetime) {
    assertThatThrownBy(() -> decode(ELEMENT.replace("1795167258123", datetime)))
        .isInstanceOf(InvalidEvent.class)
        .hasMessage("/datetime: " + datetime + " (expected: milliseconds since 1970 up to 9999)");
  }

  @Test
  @Proves("audit 58")
  void knowsNobodyWithoutALogin() throws Exception {
    Audit audit = read(ELEMENT.replace("\"user_login\": \"root\", ", "")).audit();

    assertThat(audit.subject()).isEqualTo(new Audit.Subject(false, "UNKNOWN", "", "Ann"));
  }

  @Test
  @Proves("audit 59")
  void takesTypesThatNobodyRegistered() throws Exception {
    assertThat(decode(ELEMENT.replace("SyslogEvent", "НечтоНовое")).type())
        .isEqualTo("cloudru.НечтоНовое");
  }

  @Test
  void namesTheRequiredKeyThatIsMissing() {
    for (String key : new String[] {"service_name", "name"}) {
      assertThatThrownBy(() -> decode(ELEMENT.replaceFirst("\"" + key + "\"", "\"other\"")))
          .isInstanceOf(InvalidEvent.class)
          .hasMessage("/" + key + ": absent or empty (expected: a text; it is required)");
    }
    assertThatThrownBy(() -> decode(ELEMENT.replace("\"root\"", "7")))
        .hasMessage("/user_login: 7 (expected: a string)");
  }
}
