package belfry.sink.loki;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Proves;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PushTest {
  private static Item item(String stream, long nanos, String line) {
    return new Item(new TreeMap<>(Map.of("b", stream, "a", "1")), nanos, line);
  }

  @Test
  @Proves("lxd 30")
  void eachStreamIsThereOnceWithItsEntriesByTimeAndThoseOfOneMomentAsTheyCame() {
    var items =
        List.of(
            item("x", 30, "late"),
            item("y", 20, "other"),
            item("x", 10, "early"),
            item("x", 30, "late too"));
    assertThat(Push.body(items).text())
        .isEqualTo(
            """
            {"streams":[\
            {"stream":{"a":"1","b":"x"},\
            "values":[["10","early"],["30","late"],["30","late too"]]},\
            {"stream":{"a":"1","b":"y"},"values":[["20","other"]]}]}""");
  }

  @Test
  @Proves("lxd 30")
  void everyLineIsJsonAndComesBackAsItWas() {
    var line = new StringBuilder();
    for (char c = 0; c < 0x300; c++) {
      line.append(c);
    }
    line.append("\u2028\u2029\uffff😀\"}]");
    JsonNode json = new JsonMapper().readTree(Push.body(List.of(item("x", 1, line + ""))).text());
    assertThat(json.at("/streams/0/values/0/1").asString()).isEqualTo(line.toString());
    String half = Push.body(List.of(item("x", 1, "\ud83d!"))).text();
    assertThat(half).contains("\\ud83d!");
  }

  @Test
  void oneRequestHasALimitUnlessItIsOneLine() {
    String half = "x".repeat(Push.LINE_CHARS_MAX / 2);
    Item one = item("x", 1, half);
    Item more = item("x", 2, half + "x");
    assertThat(Push.requests(List.of(one, one))).hasSize(1);
    assertThat(Push.requests(List.of(one, more, one)))
        .containsExactly(List.of(one), List.of(more), List.of(one));
    Item huge = item("x", 3, half + half + half);
    assertThat(Push.requests(List.of(huge, one))).containsExactly(List.of(huge), List.of(one));
  }
}
