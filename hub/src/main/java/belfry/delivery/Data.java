package belfry.delivery;

import belfry.event.Position;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the data of a record are written and read, member by member. */
final class Data {
  /** Longest reason or note that is written, in characters. */
  static final int REASON_CHARS_MAX = 1_000;

  private Data() {}

  /** A reason as it is written. */
  static String shortened(String text) {
    return text.length() <= REASON_CHARS_MAX ? text : text.substring(0, REASON_CHARS_MAX);
  }

  static List<Position> positions(SortedMap<Integer, Long> next) {
    return next.entrySet().stream().map(e -> new Position(e.getKey(), e.getValue())).toList();
  }

  static SortedMap<Integer, Long> next(List<Position> positions) {
    var next = new TreeMap<Integer, Long>();
    positions.forEach(position -> next.put(position.partition(), position.offset()));
    return next;
  }

  /** Partition and offset in turn. */
  static void places(JsonWriter json, String name, List<Position> positions) {
    json.key(name).beginArray();
    for (Position position : positions) {
      json.number(position.partition()).number(position.offset());
    }
    json.endArray();
  }

  static List<Position> places(JsonValue data, String name) {
    List<JsonValue> numbers = data.get(name).orElseThrow().elements();
    var positions = new ArrayList<Position>(numbers.size() / 2);
    for (int i = 0; i + 1 < numbers.size(); i += 2) {
      positions.add(new Position((int) number(numbers.get(i)), number(numbers.get(i + 1))));
    }
    return positions;
  }

  static long number(JsonValue value) {
    return Long.parseLong(value.text());
  }

  static long number(JsonValue data, String name) {
    return number(data.get(name).orElseThrow());
  }

  static boolean flag(JsonValue data, String name) {
    return data.get(name).orElseThrow().text().equals("true");
  }

  static Instant time(JsonValue data, String name) {
    return Instant.parse(data.text(name));
  }
}
