package belfry.sink.loki;

import belfry.event.Payload;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The body of a {@code POST /loki/api/v1/push}: each label set once, and in it the entries by time,
 * those of one moment as they came. Loki before 2.4 takes a stream in no other order.
 */
final class Push {
  /** Most of the lines of one request, in characters, unless it is one line. */
  static final int LINE_CHARS_MAX = 1 << 20;

  private Push() {}

  /** Splits entries into what fits one request each, in their order. */
  static List<List<Item>> requests(List<Item> items) {
    var requests = new ArrayList<List<Item>>();
    var request = new ArrayList<Item>();
    int chars = 0;
    for (Item item : items) {
      int more = item.line().length();
      if (!request.isEmpty() && chars + more > LINE_CHARS_MAX) {
        requests.add(List.copyOf(request));
        request.clear();
        chars = 0;
      }
      request.add(item);
      chars += more;
    }
    requests.add(List.copyOf(request));
    return requests;
  }

  static Payload body(List<Item> items) {
    var streams = new LinkedHashMap<SortedMap<String, String>, List<Item>>();
    for (Item item : items) {
      streams.computeIfAbsent(item.labels(), labels -> new ArrayList<>()).add(item);
    }
    var json = new JsonWriter(Style.COMPACT).beginObject().key("streams").beginArray();
    for (Map.Entry<SortedMap<String, String>, List<Item>> stream : streams.entrySet()) {
      json.beginObject().key("stream").beginObject();
      stream.getKey().forEach(json::member);
      json.endObject().key("values").beginArray();
      stream.getValue().sort(Comparator.comparingLong(Item::nanos));
      for (Item item : stream.getValue()) {
        json.beginArray().string(Long.toString(item.nanos())).string(item.line()).endArray();
      }
      json.endArray().endObject();
    }
    return json.endArray().endObject().payload();
  }
}
