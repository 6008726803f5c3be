package belfry.delivery.subscriptions;

import belfry.event.Payload;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.util.Optional;

/** RFC 7396: a JSON document with some members replaced, and those taken away that are null. */
final class MergePatch {
  private MergePatch() {}

  static Payload apply(JsonValue target, JsonValue patch) {
    var json = new JsonWriter(JsonWriter.Style.COMPACT);
    merge(json, target, patch);
    return json.payload();
  }

  private static void merge(JsonWriter json, JsonValue target, JsonValue patch) {
    if (!patch.isObject()) {
      json.value(patch);
      return;
    }
    json.beginObject();
    target.forEachMember(
        (key, value) -> {
          Optional<JsonValue> change = patch.get(key);
          if (change.isEmpty()) {
            json.member(key, value);
          } else if (!change.get().isNull()) {
            json.key(key);
            merge(json, value, change.get());
          }
        });
    patch.forEachMember(
        (key, value) -> {
          if (target.get(key).isEmpty() && !value.isNull()) {
            json.key(key);
            merge(json, EMPTY, value);
          }
        });
    json.endObject();
  }

  private static final JsonValue EMPTY = Opener.json(Payload.of("{}"));
}
