package belfry.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import java.nio.charset.CharacterCodingException;

/**
 * What data is by its bytes, for dialects that carry the data of another inside their own. Only
 * strict JSON counts as a document, so that what carries it stays JSON: an oslo body with {@code
 * NaN} in it is a text.
 */
public sealed interface Body {
  /** A JSON document, to be embedded as it stands. */
  record Document(JsonValue json) implements Body {}

  /** UTF-8, to be embedded as a string. */
  record Text(String text) implements Body {}

  /** Anything else, to be embedded as base64. */
  record Binary(Payload bytes) implements Body {}

  static Body of(Payload data) {
    try {
      return new Document(Json.parse(data));
    } catch (Malformed notJson) {
      try {
        return new Text(UTF_8.newDecoder().decode(data.buffer()).toString());
      } catch (CharacterCodingException notText) {
        return new Binary(data);
      }
    }
  }
}
