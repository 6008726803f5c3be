package belfry.captures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The one way in which an event may come back other than it was sent. */
final class Masking {
  static final String STARS = "***";
  private static final JsonMapper MAPPER = new JsonMapper();

  private Masking() {}

  /** Asserts that only the values at the pointers differ, and that those are stars now. */
  static void assertOnly(List<String> pointers, String sent, String kept) {
    if (pointers.isEmpty()) {
      assertThat(kept).isEqualTo(sent);
      return;
    }
    assertThat(sent).doesNotContain(STARS);
    int masked = 0;
    for (String pointer : pointers) {
      List<String> now = textsBelow(at(MAPPER.readTree(kept), pointer));
      assertThat(now).as(pointer).isNotEmpty().containsOnly(STARS);
      assertThat(textsBelow(at(MAPPER.readTree(sent), pointer))).hasSameSizeAs(now);
      masked += now.size();
    }
    String[] parts = kept.split(Pattern.quote(STARS), -1);
    assertThat(parts).as("values masked in " + kept).hasSize(masked + 1);
    var same = new StringBuilder(Pattern.quote(parts[0]));
    for (int i = 1; i < parts.length; i++) {
      same.append("[^\"\\\\]+").append(Pattern.quote(parts[i]));
    }
    assertThat(sent).matches(same.toString());
  }

  /** The value at a pointer, which goes on inside of texts that hold JSON. */
  private static JsonNode at(JsonNode document, String pointer) {
    JsonNode node = document;
    for (String token : pointer.substring(1).split("/", -1)) {
      if (node.isString()) {
        node = MAPPER.readTree(node.asString());
      }
      String name = token.replace("~1", "/").replace("~0", "~");
      node = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
    }
    return node;
  }

  private static List<String> textsBelow(JsonNode node) {
    if (node.isContainer()) {
      return node.valueStream().flatMap(value -> textsBelow(value).stream()).toList();
    }
    return List.of(node.asString());
  }
}
