package belfry.cli.subscription;

import belfry.event.Payload;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON object in the making: members at paths, in the order in which they came. */
final class Draft {
  private final Map<String, Part> members = new LinkedHashMap<>();

  private sealed interface Part {
    record Leaf(Payload json) implements Part {}

    record Inner(Draft draft) implements Part {}
  }

  /** The same members as an object has. */
  static Draft of(JsonValue object) {
    var draft = new Draft();
    object.forEachMember(
        (name, value) ->
            draft.members.put(
                name, value.isObject() ? new Part.Inner(of(value)) : new Part.Leaf(value.raw())));
    return draft;
  }

  static Payload text(String text) {
    return new JsonWriter(JsonWriter.Style.COMPACT).string(text).payload();
  }

  static Payload texts(List<String> texts) {
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginArray();
    texts.forEach(json::string);
    return json.endArray().payload();
  }

  static Payload number(long number) {
    return new JsonWriter(JsonWriter.Style.COMPACT).number(number).payload();
  }

  static Payload flag(boolean flag) {
    return new JsonWriter(JsonWriter.Style.COMPACT).bool(flag).payload();
  }

  /** Puts one value in its place; what has no object yet on the way there gets one. */
  Draft put(Payload json, List<String> path) {
    Draft at = this;
    for (String name : path.subList(0, path.size() - 1)) {
      at = at.inner(name);
    }
    at.members.put(path.getLast(), new Part.Leaf(json));
    return this;
  }

  Draft put(Payload json, String... path) {
    return put(json, List.of(path));
  }

  private Draft inner(String name) {
    if (members.get(name) instanceof Part.Inner(var inner)) {
      return inner;
    }
    var inner = new Draft();
    members.put(name, new Part.Inner(inner));
    return inner;
  }

  Draft remove(String name) {
    members.remove(name);
    return this;
  }

  Payload json() {
    var json = new JsonWriter(JsonWriter.Style.COMPACT);
    write(json);
    return json.payload();
  }

  private void write(JsonWriter json) {
    json.beginObject();
    members.forEach(
        (name, part) -> {
          json.key(name);
          switch (part) {
            case Part.Leaf(var value) -> json.raw(value);
            case Part.Inner(var inner) -> inner.write(json);
          }
        });
    json.endObject();
  }
}
