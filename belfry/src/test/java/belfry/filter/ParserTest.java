package belfry.filter;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Proves;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is understood, shown by the normal form. */
class ParserTest {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  static String normal(String text) throws InvalidFilter {
    return Filter.parse(text, NOW).explain();
  }

  @Proves("audit 64")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          id = a OR id = b AND id != c       | id = "a" OR (id = "b" AND id != "c")
          (id = a OR id = b) AND id = c      | id IN ("a", "b") AND id = "c"
          NOT id = a AND id = b              | id != "a" AND id = "b"
          NOT (id = a AND type = b)          | NOT (id = "a" AND type = "b")
          NOT NOT id = a                     | id = "a"
          not id=a and Type=b oR subject=c   | (id != "a" AND type = "b") OR subject = "c"
          id = a AND (type = b AND kind=gap) | id = "a" AND type = "b" AND kind = gap
          """)
  void comparisonsBindTighterThanNotThanAndThanOr(String text, String normal) throws InvalidFilter {
    assertThat(normal(text)).isEqualTo(normal);
  }
}
