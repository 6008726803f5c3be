package belfry.format.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LxdEncoderTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T09:35:28Z, 2026-11-20T09:35:28Z",
    "2026-11-20T09:35:00Z, 2026-11-20T09:35:00Z",
    "2026-11-20T09:35:28.500Z, 2026-11-20T09:35:28.5Z",
    "2026-11-20T09:35:28.000000001Z, 2026-11-20T09:35:28.000000001Z",
    "2026-11-20T09:35:28.985923570Z, 2026-11-20T09:35:28.98592357Z",
    "+12026-11-20T09:35:28Z, 9999-12-31T23:59:59.999999999Z",
  })
  void cutsTheZerosOfATimestampAsGoDoes(Instant time, String expected) {
    assertThat(LxdEncoder.timestamp(time)).isEqualTo(expected);
  }

  @Test
  void aTimeBeforeTheYearZeroIsTheFirstThatCanBeWritten() {
    assertThat(LxdEncoder.timestamp(Instant.MIN)).isEqualTo("0000-01-01T00:00:00Z");
  }
}
