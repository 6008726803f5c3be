package belfry.delivery.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import belfry.delivery.RetryPolicy;
import belfry.event.Cursor;
import belfry.event.JournalId;
import belfry.event.Payload;
import belfry.event.Position;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTest {
  private static final JournalId JOURNAL = new JournalId(new UUID(1, 2), 1);

  private static Definition read(String more) throws InvalidSubscription {
    String text = "{\"name\": \"ops\", \"sink\": \"noop\"" + more + "}";
    return Definition.read(Opener.json(Payload.of(text)), JOURNAL);
  }

  private static String texts(int count) {
    return Collections.nCopies(count, "\"1s\"").toString();
  }

  private static void assertRefused(String more, String member) {
    assertThatExceptionOfType(InvalidSubscription.class)
        .isThrownBy(() -> read(more))
        .satisfies(e -> assertThat(e.member()).isEqualTo(member))
        .withMessageContaining("expected:");
  }

  @Test
  void whatIsWrittenIsReadAgainAsTheSame() throws Exception {
    String cursor = Cursor.at(JOURNAL, new Position(0, 7)).encoded();
    Definition all =
        read(
            """
            , "description": "for people", "filter": "event_level >= WARN",
              "settings": {"a": [1.50]}, "format": "gluster", "order": "subject",
              "retry": {"delays": ["0s", "1500ms", "7d"], "jitter": 0.25, "attempts": 7,
                        "total": "9d"},
              "start": "%s", "paused": true, "concurrency": 64, "per_second": 12,
              "hold_max": "30d",
              "allow_address": true, "allowed_addresses": ["::1"], "projects": ["b", "a"]
            """
                .formatted(cursor));
    assertThat(Definition.read(Opener.json(all.document()), JOURNAL)).isEqualTo(all);
    assertThat(all.document().text())
        .contains("\"jitter\":0.25", cursor, "[\"a\",\"b\"]", "\"hold_max\":\"30d\"");
  }

  @Test
  void whatIsAbsentIsTheStandard() throws Exception {
    Definition plain = read("");
    assertThat(plain.subscription().retry()).isEqualTo(RetryPolicy.STANDARD);
    assertThat(plain.subscription().view().everything()).isTrue();
    assertThat(plain.document().text())
        .contains("\"filter\":\"\"", "\"start\":\"now\"", "\"paused\":false", "\"concurrency\":1");
    assertThat(Definition.read(Opener.json(plain.document()), JOURNAL)).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"now", "beginning", "2026-11-20T09:30:00Z"})
  void beginsWhereItSays(String start) throws Exception {
    assertThat(Starts.text(read(", \"start\": \"" + start + "\"").subscription().start()))
        .isEqualTo(start);
  }

  @Test
  void anotherJournalsCursorIsRefused() {
    var other = new JournalId(new UUID(3, 4), 1);
    String cursor = Cursor.at(other, new Position(0, 7)).encoded();
    assertRefused(", \"start\": \"" + cursor + "\"", "start");
  }

  @Test
  void descriptionsHaveALimit() throws Exception {
    String longest = "x".repeat(Definition.DESCRIPTION_CHARS_MAX);
    assertThat(read(", \"description\": \"" + longest + "\"").description()).isEqualTo(longest);
    assertRefused(", \"description\": \"" + longest + "x\"", "description");
  }

  @Test
  void listsHaveLimits() throws Exception {
    read(", \"projects\": " + texts(Definition.PROJECTS_MAX));
    assertRefused(", \"projects\": " + texts(Definition.PROJECTS_MAX + 1), "projects");
    read(", \"retry\": {\"delays\": " + texts(Policies.DELAYS_MAX) + "}");
    assertRefused(
        ", \"retry\": {\"delays\": " + texts(Policies.DELAYS_MAX + 1) + "}", "retry.delays");
    int addresses = Definition.Reach.ADDRESSES_MAX;
    read(", \"allowed_addresses\": " + texts(addresses));
    assertRefused(", \"allowed_addresses\": " + texts(addresses + 1), "allowed_addresses");
  }

  @Test
  void retryTimesHaveALimit() throws Exception {
    read(", \"retry\": {\"total\": \"366d\"}");
    assertRefused(", \"retry\": {\"total\": \"367d\"}", "retry.total");
  }

  @Test
  void mergePatchesAreThoseOfTheStandard() {
    for (List<String> row : RFC_7396_APPENDIX_A) {
      Payload merged =
          MergePatch.apply(
              Opener.json(Payload.of(row.get(0))), Opener.json(Payload.of(row.get(1))));
      assertThat(merged.text()).as(row.toString()).isEqualTo(row.get(2));
    }
  }

  private static final List<List<String>> RFC_7396_APPENDIX_A =
      List.of(
          List.of("{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"),
          List.of("{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"),
          List.of("{\"a\":\"b\"}", "{\"a\":null}", "{}"),
          List.of("{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"),
          List.of("{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"),
          List.of("{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"),
          List.of(
              "{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"),
          List.of("{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"),
          List.of("[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]"),
          List.of("{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]"),
          List.of("{\"a\":\"foo\"}", "null", "null"),
          List.of("{\"a\":\"foo\"}", "\"bar\"", "\"bar\""),
          List.of("{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"),
          List.of("[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}"),
          List.of("{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"));
}
