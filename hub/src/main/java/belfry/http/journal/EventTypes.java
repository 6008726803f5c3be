package belfry.http.journal;

import belfry.event.Payload;
import belfry.format.json.JsonWriter;
import belfry.http.Call;
import belfry.http.Problem;
import belfry.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /1.0/event-types}: the types that are known, with what they mean. */
final class EventTypes {
  private static final String OPERATION = "A background task of LXD changed its state.";
  private static final String LOGGING = "A line of the LXD daemon's log.";
  private static final String OVN = "A line of OVN's log that LXD passed on.";

  private final SortedMap<String, Known> types = new TreeMap<>();

  private record Known(String system, String description, String since) {}

  EventTypes() {
    var json = JsonMapper.builder().build();
    read(json, "lxd-lifecycle", node -> "lxd.lifecycle." + text(node, "name"));
    read(json, "lxd-security", node -> "lxd.security." + text(node, "name"));
    read(json, "gluster", node -> "gluster." + text(node, "event"));
    read(json, "glance", node -> "openstack." + text(node, "event_type"));
    types.put("lxd.operation", new Known("lxd", OPERATION, ""));
    types.put("lxd.logging", new Known("lxd", LOGGING, ""));
    types.put("lxd.ovn", new Known("lxd", OVN, "lxd-5.18"));
  }

  private void read(JsonMapper json, String name, Function<JsonNode, String> type) {
    String file = "/belfry/catalog/" + name + ".json";
    try (InputStream in = EventTypes.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException(file + " is not in the program");
      }
      for (JsonNode node : json.readTree(in)) {
        String key = type.apply(node);
        String system = key.substring(0, key.indexOf('.'));
        types.putIfAbsent(key, new Known(system, description(node), text(node, "since")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gluster's list has no sentences but the meaning of each attribute. */
  private static String description(JsonNode node) {
    String given = text(node, "description");
    if (!given.isEmpty()) {
      return given;
    }
    var out = new StringBuilder(text(node, "group")).append(" event");
    String separator = " with ";
    for (JsonNode attribute : node.path("attributes")) {
      out.append(separator).append(text(attribute, "name"));
      String meaning = text(attribute, "description");
      out.append(meaning.isEmpty() ? "" : " (" + meaning + ")");
      separator = ", ";
    }
    return out.append('.').toString();
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asString("");
  }

  /** Names, or with {@code recursion=1} objects. */
  Reply answer(Call call) throws Problem {
    boolean objects = call.params().number("recursion", 0, 0, 1) > 0;
    var json = new JsonWriter(JsonWriter.Style.COMPACT, 64 << 10).beginArray();
    types.forEach(
        (type, known) -> {
          if (objects) {
            json.beginObject().member("type", type).member("system", known.system());
            json.member("description", known.description()).member("since", known.since());
            json.endObject();
          } else {
            json.string(type);
          }
        });
    Payload metadata = json.endArray().payload();
    return Reply.sync(metadata);
  }
}
