package belfry.format;

import belfry.event.Event;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import belfry.format.json.Rules;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The data of an event as a JSON document, and what projections make of it. */
public final class Content {
  /** The document {@code null}: no member, no text. */
  public static final JsonValue NOTHING = json(Payload.of("null"), Rules.STRICT);

  private Content() {}

  /**
   * The data of an event whose decoder read it as JSON.
   *
   * @throws IllegalStateException if it is not JSON by these rules, so that no decoder made it
   */
  public static JsonValue json(Event event, Rules rules) {
    return json(event.data(), rules);
  }

  /**
   * A document that we wrote ourselves or checked before.
   *
   * @throws IllegalStateException if it is not JSON by these rules
   */
  public static JsonValue json(Payload document, Rules rules) {
    try {
      return Json.parse(document, rules);
    } catch (Malformed e) {
      throw new IllegalStateException("data: " + e.getMessage() + ", though it was decoded", e);
    }
  }

  /** A text as a JSON document. */
  public static JsonValue text(String text) {
    return json(new JsonWriter(Style.COMPACT, text.length() + 2).string(text).payload(), LENIENT);
  }

  /** Halves of surrogate pairs come from Python's JSON and must be writable again. */
  private static final Rules LENIENT = new Rules(false, false, true);

  /**
   * A document as texts by the dotted path to each, the paths of {@code data.<path>} in filters:
   * members of objects are taken apart, arrays stay whole as compact JSON, null is an empty text. A
   * document that is no object is one text named {@code data}. Where two paths are spelled alike
   * the later value stays.
   */
  public static SortedMap<String, String> flattened(JsonValue document) {
    var texts = new TreeMap<String, String>();
    if (document.isObject()) {
      flatten("", document, texts);
    } else if (!document.isNull()) {
      texts.put("data", asText(document));
    }
    return Collections.unmodifiableSortedMap(texts);
  }

  private static void flatten(String path, JsonValue object, SortedMap<String, String> texts) {
    object.forEachMember(
        (key, value) -> {
          String name = path.isEmpty() ? key : path + "." + key;
          if (value.isObject()) {
            flatten(name, value, texts);
          } else {
            texts.put(name, asText(value));
          }
        });
  }

  /** A text as it is, null as none, everything else as compact JSON. */
  public static String asText(JsonValue value) {
    return switch (value.type()) {
      case STRING, NUMBER, TRUE, FALSE -> value.text();
      case NULL -> "";
      case OBJECT, ARRAY -> new JsonWriter(Style.COMPACT).value(value).payload().text();
    };
  }
}
