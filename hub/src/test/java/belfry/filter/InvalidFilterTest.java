package belfry.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import belfry.testing.Proves;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, where, and what the writer is told. */
class InvalidFilterTest {
  static InvalidFilter refused(String text) {
    InvalidFilter refusal =
        catchThrowableOfType(InvalidFilter.class, () -> Filter.parse(text, Samples.NOW));
    assertThat(refusal).as("refusal of " + text).isNotNull();
    return refusal;
  }

  @Proves("audit 68")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `   `               | 1  | an empty filter (expected: a condition
          event_levle = ERROR | 1  | nearest is event_level
          id = a AND sevrity > b | 12 | nearest is severity
          data = a            | 1  | nearest is data.<path>
          data. = a           | 1  | nearest is data.<path>
          source.x = a        | 1  | expected: the name of a parameter
          id = "abc           | 6  | a closing "
          id = "abc\\"        | 6  | a closing "
          "id" = a            | 1  | the name of a parameter, which stands without quotes
          id =                | 5  | the end (expected: a value after =
          id = AND            | 6  | the word itself is written "AND"
          id == a             | 5  | = (expected: a value after =
          id = a b type = c   | 10 | AND, OR or the end
          id : a type = c     | 8  | AND, OR or the end
          foo type = c        | 5  | AND, OR or the end
          foo (bar)           | 5  | AND, OR or the end
          id = a AND          | 11 | the end (expected: a condition
          OR id = a           | 1  | a condition; the word itself is written "OR"
          (id = a             | 8  | a ) for the ( at column 1
          id = a)             | 7  | no ) without a (
          id IN (a b)         | 10 | a comma or a ) for the ( at column 7
          id IN ()            | 8  | a value after IN
          id IN (a,)          | 10 | a value after IN
          id ! a              | 4  | NOT, != , :! or quotes
          id ~ a              | 4  | =~ or quotes
          C:\\temp            | 3  | quotes around a text
          id = “a”            | 6  | a straight quote "
          id = "a\\qb"        | 8  | \\q (expected: \\" \\' \\\\ \\n
          id = "\\u12"        | 7  | \\u and four hexadecimal digits
          id : ""             | 6  | one character or more; for what is there write EXISTS
          id < ""             | 6  | one character or more
          ёж ! a              | 4  | NOT, !=
          event_level = CRITICAL | 15 | one of INFO, WARN, ERROR
          severity >= 4       | 13 | one of TRACE, DEBUG, INFO, WARN, ERROR, CRITICAL
          authorized = maybe  | 14 | one of false, true
          kind > gap          | 6  | kind takes =, != and IN, it has no order
          severity : warn     | 10 | severity takes =, != and comparisons
          time =~ a           | 6  | time takes =, != and comparisons
          text = a            | 6  | text takes : and =~
          time > yesterday    | 8  | a time such as "2026-11-20T09:34:18Z"
          time > 1732095258000 | 8 | expected: a time
          time > 20:15        | 8  | expected: a time
          address IN_NET 10.0.0.0/33 | 16 | an address or a network such as 10.0.0.0/8
          address IN_NET 10.1 | 16 | an address or a network
          id =~ "a("          | 7  | an RE2 pattern: missing closing )
          id =~ "(?=a)"       | 7  | an RE2 pattern
          id =~ ""            | 7  | expected: 1 to 1000
          id =~ "((a{100}){100}){100}" | 7 | expected: at most 1000
          --                  | 1  | to look for signs write text :
          """)
  void theColumnAndTheWayOutAreNamed(String text, int column, String told) {
    InvalidFilter refusal = refused(text);
    assertThat(refusal.getMessage())
        .startsWith("column " + column + ": ")
        .contains(told.replace(" , ", ", "));
    assertThat(refusal.column()).isEqualTo(column);
  }

  @Test
  void theQueryOfARuleIsNamed() {
    InvalidFilter refusal =
        catchThrowableOfType(
            InvalidFilter.class, () -> Filter.all(List.of("id = a", "event_levle = b")));
    assertThat(refusal.getMessage()).startsWith("query 2, column 1: event_levle");
  }

  @Proves("audit 68")
  @Test
  void tenThousandTermsAreRefusedAndAThousandAreNot() throws InvalidFilter {
    assertThat(Filter.parse(joined(Filter.TERMS_MAX, "x EXISTS".replace("x", "id")), Samples.NOW))
        .isNotNull();
    assertThat(refused(joined(Filter.TERMS_MAX + 1, "a")).getMessage())
        .contains("at most 1000 values and conditions");
    assertThat(refused(joined(10_000, "a")).getMessage()).contains("at most 1000");
    assertThat(refused("id IN (" + "a,".repeat(1000) + "a)").column()).isEqualTo(2008);
  }

  private static String joined(int count, String term) {
    return IntStream.range(0, count).mapToObj(i -> term).collect(Collectors.joining(" OR "));
  }

  @Test
  void theLengthHasALimit() throws InvalidFilter {
    String longest = "id = a" + " ".repeat(Filter.CHARS_MAX - 6);
    assertThat(Filter.parse(longest, Samples.NOW).text()).hasSize(Filter.CHARS_MAX);
    assertThat(refused(longest + " ").getMessage())
        .isEqualTo("column 65537: 65537 characters (expected: at most 65536)");
  }

  @Proves("audit 68")
  @Test
  void theDepthHasALimit() throws InvalidFilter {
    int most = Filter.DEPTH_MAX;
    assertThat(Filter.parse("(".repeat(most) + "a" + ")".repeat(most), Samples.NOW).explain())
        .isEqualTo("\"a\"");
    assertThat(refused("(".repeat(most + 1) + "a").column()).isEqualTo(most + 1);
    assertThat(refused("NOT ".repeat(most + 1) + "a").column()).isEqualTo(4 * most + 1);
    assertThat(refused("(".repeat(60_000)).getMessage()).contains("at most 64");
  }

  @Test
  void valuesPatternsAndPhrasesHaveLimits() throws InvalidFilter {
    String value = "v".repeat(Filter.VALUE_CHARS_MAX);
    assertThat(Filter.parse("id = " + value, Samples.NOW)).isNotNull();
    assertThat(refused("id = " + value + "v").getMessage()).contains("at most 4096");
    String pattern = "p".repeat(Filter.PATTERN_CHARS_MAX);
    assertThat(Filter.parse("id =~ " + pattern, Samples.NOW)).isNotNull();
    assertThat(refused("id =~ " + pattern + "p").getMessage()).contains("1 to 1000");
    String phrase = "w ".repeat(Filter.PHRASE_WORDS_MAX);
    assertThat(Filter.parse('"' + phrase + '"', Samples.NOW)).isNotNull();
    assertThat(refused('"' + phrase + "w\"").getMessage()).contains("at most 64");
  }

  @Test
  void theSizeOfAPatternHasALimit() throws InvalidFilter {
    assertThat(Filter.parse("id =~ \"(a{10}){100}\"", Samples.NOW)).isNotNull();
    assertThat(refused("id =~ \"(a{10}){100}b\"").getMessage())
        .contains("size 1001 (expected: at most 1000, counted repeats written out)");
  }

  @Proves("audit 44")
  @Test
  void whatATerminalWouldObeyIsNotRepeated() {
    assertThat(refused("severity = \"\u001b[31m\u009b\\n\u0007\"").getMessage())
        .doesNotContainPattern("\\p{Cc}");
  }

  @Test
  void aLongValueIsShortenedInTheText() {
    assertThat(refused("severity = " + "x".repeat(1000)).getMessage()).hasSizeLessThan(200);
  }
}
