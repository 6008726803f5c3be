package belfry.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Malformed;
import belfry.event.Payload;
import org.junit.jupiter.api.Test;

/** Texts of a document: keys that look alike, and strings that hold documents. */
class JsonTextTest {
  @Test
  void findsAKeyAmongThoseThatBeginOrEndLikeIt() throws Malformed {
    JsonValue json = parse("{\"idx\":1,\"i\":2,\"\":3,\"id\":4,\"ïd\":5,\"\\u0069de\":6}");

    assertThat(json.get("id")).map(JsonValue::text).contains("4");
    assertThat(json.get("i")).map(JsonValue::text).contains("2");
    assertThat(json.get("")).map(JsonValue::text).contains("3");
    assertThat(json.get("ïd")).map(JsonValue::text).contains("5");
    assertThat(json.get("ide")).map(JsonValue::text).contains("6");
    assertThat(json.get("ï")).isEmpty();
    assertThat(json.get("idxx")).isEmpty();
  }

  @Test
  void readsTheBytesOfAStringLikeItsText() throws Malformed {
    for (String string :
        new String[] {
          "",
          "plain",
          "Журнал 😀",
          "\\\"\\\\\\/\\b\\f\\n\\r\\t",
          "a\\u0041\\u00e9\\u20ac\\ud83d\\ude00z",
          "\\u0000",
          "{\\\"n\\\": \\\"\\\\u00e9\\\"}"
        }) {
      JsonValue json = parse('"' + string + '"');
      assertThat(json.utf8()).as(string).isEqualTo(Payload.of(json.text()));
    }
  }

  @Test
  void listsTheMembersOfAnObjectInTheirOrder() throws Malformed {
    assertThat(parse("{\"b\":1,\"a\":[2],\"c\":{}}").members())
        .extracting(member -> member.key() + "=" + member.value())
        .containsExactly("b=1", "a=[2]", "c={}");
    assertThat(parse("[1]").members()).isEmpty();
  }

  private static JsonValue parse(String json) throws Malformed {
    return Json.parse(Payload.of(json));
  }
}
