package belfry.filter;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is understood, shown by the normal form. */
class ParserTest {
  static String normal(String text) throws InvalidFilter {
    return Filter.parse(text, Samples.NOW).explain();
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
          NOT foo bar OR baz                 | NOT ("foo" AND "bar") OR "baz"
          """)
  void comparisonsBindTighterThanNotThanAndThanOr(String text, String normal) throws InvalidFilter {
    assertThat(normal(text)).isEqualTo(normal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          id = a                       | id = "a"
          id != a                      | id != "a"
          id <> a                      | id != "a"
          id < a                       | id < "a"
          id <= a                      | id <= "a"
          id > a                       | id > "a"
          id >= a                      | id >= "a"
          id : A b "C d"               | id : "a" "b" "c d"
          id: (A, b)                   | id : "a" "b"
          id :! A b                    | id :! "A" "b"
          id =~ "^a\\.b$"              | id =~ "^a\\.b$"
          id =~ 'say "hi"'             | id =~ "say \\"hi\\""
          id EXISTS                    | id EXISTS
          id NOT EXISTS                | id NOT EXISTS
          id = ""                      | id NOT EXISTS
          id != ""                     | id EXISTS
          id IN (a, "b c", 3)          | id IN ("a", "b c", "3")
          id NOT IN (a, b)             | id NOT IN ("a", "b")
          id IN (a, a)                 | id = "a"
          id in a                      | id = "a"
          address IN_NET 10.1.2.3/8    | address IN_NET ("10.0.0.0/8")
          address NOT IN_NET ("::1" , "fe80::/10") | address NOT IN_NET ("::1", "fe80::/10")
          """)
  void everyOperatorIsUnderstood(String text, String normal) throws InvalidFilter {
    assertThat(normal(text)).isEqualTo(normal);
  }

  @Proves("audit 65")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          event_level >= WARN          | event_level IN (WARN, ERROR)
          event_level > "warn"         | event_level = ERROR
          event_level < INFO           | event_level NOT EXISTS
          event_level >= info          | event_level EXISTS
          severity >= warning          | severity IN (WARN, ERROR, CRITICAL)
          severity <= crit             | severity EXISTS
          severity != Info             | severity != INFO
          kind IN (GAP, malformed)     | kind IN (gap, malformed)
          log_source = Platform        | log_source = platform
          authorized = TRUE            | authorization.authorized = true
          conflict != "False"          | conflict != false
          """)
  void closedSetsAreComparedByRankInAnyCase(String text, String normal) throws InvalidFilter {
    assertThat(normal(text)).isEqualTo(normal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          time > "2026-11-20T12:34:18.5+03:00" | time > "2026-11-20T09:34:18.500Z"
          time > 2026-11-20T09:34:18z          | time > "2026-11-20T09:34:18Z"
          event_time <= 1622198048             | time <= "2021-05-28T10:34:08Z"
          recordedTime >= now-1h               | recorded_time >= "2026-11-20T11:00:00Z"
          time < NOW                           | time < "2026-11-20T12:00:00Z"
          time = now+2w                        | time = "2026-12-04T12:00:00Z"
          time IN (0, 1) | time = "1970-01-01T00:00:00Z" OR time = "1970-01-01T00:00:01Z"
          """)
  void timesAreRfc3339SecondsOrRelativeToNow(String text, String normal) throws InvalidFilter {
    assertThat(normal(text)).isEqualTo(normal);
  }

  @ParameterizedTest
  @CsvSource({
    "time > now-90s, time > now-90s",
    "time > now-3600s, time > now-1h",
    "time > now-2w, time > now-14d",
    "time > now+0s, time > now",
    "time > now-120s, time > now-2m",
  })
  void aStandingFilterKeepsTimesRelative(String text, String normal) throws InvalidFilter {
    assertThat(Filter.standing(text).explain()).isEqualTo(normal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          data.size > 1000          | data.size > 1000
          data.size = 010.50        | data.size = 10.5
          data.size = "10"          | data.size = "10"
          data.flag = TRUE          | data.flag = "true"
          data.flag = "TRUE"        | data.flag = "TRUE"
          data.code IN (1, a)       | data.code = 1 OR data.code = "a"
          details.zone = "a"        | details.zone = "a"
          data."odd key" : x        | data."odd key" : "x"
          origin.routing_key = a    | origin.routing_key = "a"
          request_id <= 145         | request_metadata.request_id <= "145"
          """)
  void pathsCompareNumbersAsNumbersAndTextsAsTexts(String text, String normal)
      throws InvalidFilter {
    assertThat(normal(text)).isEqualTo(normal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          foo                       | "foo"
          Foo БАР                   | "foo" AND "бар"
          "Error dialing" web-1     | "error dialing" AND "web 1"
          foo AND type = a          | "foo" AND type = "a"
          error                     | "error"
          12:30 true                | "12 30" AND "true"
          连接                      | "连 接"
          """)
  void aListOfWordsIsFreeText(String text, String normal) throws InvalidFilter {
    assertThat(normal(text)).isEqualTo(normal);
  }

  @Proves("audit 62-63")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          event_source = "Личный кабинет"               | event_source = "Личный кабинет"
          event_source = Личный кабинет                 | event_source = "Личный кабинет"
          event_source != Личный  кабинет OR foo | event_source != "Личный  кабинет" OR "foo"
          (event_source = Личный кабинет) AND foo | event_source = "Личный кабинет" AND "foo"
          event_source = platform                       | event_source = "platform"
          """)
  void aBareValueMayHaveBlanksAsInRules(String text, String normal) throws InvalidFilter {
    assertThat(normal(text)).isEqualTo(normal);
  }

  @Proves("audit 63")
  @Test
  void severalQueriesMustAllHold() throws InvalidFilter {
    Filter rule =
        Filter.all(
            List.of(
                "event_source = Личный кабинет",
                "event_type = A OR event_type = B",
                "id = a OR type = b"));
    assertThat(rule.explain())
        .isEqualTo(
            "event_source = \"Личный кабинет\" AND event_type IN (\"A\", \"B\")"
                + " AND (id = \"a\" OR type = \"b\")");
    assertThat(Filter.all(List.of())).isEqualTo(Filter.ALL);
  }

  @Proves("audit 69")
  @Test
  void quotesAndBackslashesInValuesCannotBreakOut() throws InvalidFilter {
    var values =
        List.of(
            "a\" OR id = \"b",
            "a\\",
            "\\\"",
            "a' OR 'b",
            "\n\t\0\u007f",
            "😀",
            "\ud83d",
            "\\u0022");
    for (String value : values) {
      Filter filter = Filter.parse("id = " + Quotes.quoted(value), Samples.NOW);
      assertThat(filter.tree())
          .isEqualTo(new Expression.Equal(Expression.Operand.of(Field.ID), List.of(value)));
    }
    assertThat(normal("id = 'a\" OR b'")).isEqualTo("id = \"a\\\" OR b\"");
    assertThat(normal("id = \"\\u041b\\n\"")).isEqualTo("id = \"Л\\n\"");
  }

  @Test
  void blanksOfAnyKindSeparate() throws InvalidFilter {
    assertThat(normal("\u00a0id\t=\na\u2003")).isEqualTo("id = \"a\"");
  }

  @Test
  void equalitiesOfOneFieldBecomeOne() throws InvalidFilter {
    assertThat(normal("type = a OR id = x OR type = b OR type IN (a, c)"))
        .isEqualTo("type IN (\"a\", \"b\", \"c\") OR id = \"x\"");
  }
}
