package belfry.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-20T09:34:18Z, 2026-11-20T09:34:18Z",
    "2026-11-20t09:34:18z, 2026-11-20T09:34:18Z",
    "2026-11-20T09:34:18.120Z, 2026-11-20T09:34:18.120Z",
    "2026-11-20T09:34:18.123456789+03:00, 2026-11-20T06:34:18.123456789Z",
    "2026-11-20T00:34:18-00:00, 2026-11-20T00:34:18Z",
    "2026-12-31T23:30:00.5-02:15, 2027-01-01T01:45:00.5Z",
    "2024-02-29T00:00:00+14:00, 2024-02-28T10:00:00Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z"
  })
  void readsRfc3339AndKeepsItsDigits(String text, String utc) {
    Timestamp read = Timestamp.rfc3339(text).orElseThrow();

    assertThat(read.utc()).isEqualTo(utc);
    assertThat(read.instant()).isEqualTo(Instant.parse(utc));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-20",
        "2026-11-20T09:34:18",
        "2026-11-20 09:34:18Z",
        "1795167258",
        "2026-11-20T24:00:00Z",
        "2026-13-20T09:34:18Z",
        "2026-02-29T09:34:18Z",
        "2026-11-20T09:34:60Z",
        "10000-11-20T09:34:18Z",
        "2026-11-20T09:34:18.Z",
        "2026-11-20T09:34:18+0300",
        "2026-11-20T09:34:18+03",
        "2026-11-20T09:34:18+24:00",
        "2026-11-20T09:34:18Zz",
        "2026-11-20T09:34:18Z ",
        "2026-1-20T09:34:18.000Z",
        "+026-11-20T09:34:18Z",
        "2026-11-20T09:34:1٣Z",
        "9999-12-31T23:59:59-01:00"
      })
  void readsNothingElseAsRfc3339(String text) {
    assertThat(Timestamp.rfc3339(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20 09:36:50.298677, 2026-11-20T09:36:50.298677Z",
    "2026-11-20 09:36:50, 2026-11-20T09:36:50Z",
    "2026-11-20T09:36:50, 2026-11-20T09:36:50Z",
    "2026-11-20T09:36:50Z, 2026-11-20T09:36:50Z",
    "2026-11-20T09:44:51.393898+0000, 2026-11-20T09:44:51.393898Z",
    "2026-11-20 09:36:50.5+03:00, 2026-11-20T06:36:50.5Z"
  })
  void readsWhatPythonWrites(String text, String utc) {
    assertThat(Timestamp.python(text)).map(Timestamp::utc).contains(utc);
  }

  @Test
  void cutsWhatIsFinerThanANanosecondButShowsIt() {
    Timestamp read = Timestamp.rfc3339("2026-11-20T09:34:18.1234567899Z").orElseThrow();

    assertThat(read.instant()).isEqualTo(Instant.parse("2026-11-20T09:34:18.123456789Z"));
    assertThat(read.utc()).isEqualTo("2026-11-20T09:34:18.1234567899Z");
    assertThat(read.digits()).isEqualTo(10);
    assertThat(Timestamp.rfc3339("2026-11-20T09:34:18Z").orElseThrow().digits()).isZero();
  }
}
