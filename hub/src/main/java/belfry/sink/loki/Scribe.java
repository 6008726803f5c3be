package belfry.sink.loki;

import belfry.event.Event;
import belfry.event.Malformed;
import belfry.format.Content;
import belfry.format.Decoded;
import belfry.format.Encoder;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.lxd.LxdDialect;
import belfry.format.owasp.OwaspForm;
import belfry.sink.loki.LokiSettings.Form;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes entries as LXD's forwarder does; {@code docs/systems/lxd.md} section "Out: Loki". Every
 * foreign event is the lifecycle event that it is to LXD's clients. LXD itself writes the keys of a
 * lifecycle line in any order, and quotes nothing inside values; here they are sorted, and quotes,
 * backslashes and control characters are escaped unless the form is to be exact, so that nobody can
 * write a key into a line that is not one.
 */
final class Scribe {
  private static final Encoder LXD = new LxdDialect().encoder();
  private static final long NANOS = 1_000_000_000L;

  /** Beyond these, nanoseconds do not fit; the year is 2262. */
  private static final long SECONDS_MAX = Long.MAX_VALUE / NANOS - 1;

  /** What the location of a server is that is no member of a cluster. */
  private static final String NO_LOCATION = "none";

  private final Form form;
  private final OwaspForm owasp;

  Scribe(Form form) {
    this.form = form;
    this.owasp = new OwaspForm(form.app(), !form.exact());
  }

  Item item(Decoded decoded) {
    Event event = decoded.entry().event();
    JsonValue json = event.format().equals(LxdDialect.NAME) ? decoded.content() : lxd(decoded);
    JsonValue metadata = json.get("metadata").orElse(Content.NOTHING);
    String type = json.text("type");
    var labels = new TreeMap<String, String>();
    labels.put("app", form.app());
    labels.put("type", type);
    labels.put("location", location(json));
    labels.put("instance", form.instance());
    String line =
        switch (type) {
          case "lifecycle" -> lifecycle(metadata, labels);
          case "security" -> owasp.line(json, server(event, json)).text();
          case "operation" -> operation(metadata, labels);
          default -> logging(metadata, labels);
        };
    return new Item(labels, nanos(event.time()), line);
  }

  private static JsonValue lxd(Decoded decoded) {
    try {
      return Json.parse(LXD.encode(decoded));
    } catch (Malformed e) {
      throw new IllegalStateException("lxd: " + e.getMessage(), e);
    }
  }

  private String location(JsonValue json) {
    String location = json.text("location");
    return location.isEmpty() || location.equals(NO_LOCATION) ? form.instance() : location;
  }

  /** Of the hub we know where it listens, of other servers only what the event says. */
  private OwaspForm.Server server(Event event, JsonValue json) {
    boolean own = event.source().equals(LxdDialect.OWN_SOURCE);
    return new OwaspForm.Server(
        location(json),
        own ? form.hostIp() : "",
        own ? form.port() : "",
        event.origin().attribute("cluster").orElse(""));
  }

  private String lifecycle(JsonValue metadata, SortedMap<String, String> labels) {
    addPresent(labels, "name", metadata.text("name"));
    addPresent(labels, "project", metadata.text("project"));
    String action = metadata.text("action");
    var keys = new TreeMap<String, String>();
    keys.put("action", action);
    keys.put("source", metadata.text("source"));
    metadata.get("context").ifPresent(context -> nest("context", context, keys));
    metadata
        .get("requestor")
        .filter(JsonValue::isObject)
        .ifPresent(
            requestor -> {
              keys.put("requester-address", requestor.text("address"));
              keys.put("requester-protocol", requestor.text("protocol"));
              keys.put("requester-username", requestor.text("username"));
            });
    return line(keys, labels, action);
  }

  private String logging(JsonValue metadata, SortedMap<String, String> labels) {
    var keys = new TreeMap<String, String>();
    metadata.get("context").ifPresent(context -> nest("context", context, keys));
    keys.put("level", metadata.text("level"));
    return line(keys, labels, metadata.text("message"));
  }

  /** LXD never sends these, so this is how it would if it did. */
  private String operation(JsonValue metadata, SortedMap<String, String> labels) {
    var keys = new TreeMap<String, String>();
    metadata.forEachMember((key, value) -> nest(key, value, keys));
    return line(keys, labels, metadata.text("description"));
  }

  private static void addPresent(SortedMap<String, String> labels, String name, String value) {
    if (!value.isEmpty()) {
      labels.put(name, value);
    }
  }

  /** Members of objects with the names that lead to them, joined by hyphens. */
  private static void nest(String name, JsonValue value, SortedMap<String, String> keys) {
    if (value.isObject()) {
      value.forEachMember((key, member) -> nest(name + "-" + key, member, keys));
    } else if (!value.isNull()) {
      keys.put(name, Content.asText(value));
    }
  }

  /** Keys that are to be labels become such, unless there is one of that name; then the rest. */
  private String line(
      SortedMap<String, String> keys, SortedMap<String, String> labels, String message) {
    for (String key : form.labels()) {
      String value = keys.get(key);
      String label = label(key);
      if (value != null && !labels.containsKey(label)) {
        labels.put(label, value);
        keys.remove(key);
      }
    }
    var line = new StringBuilder();
    keys.forEach((key, value) -> line.append(key).append("=\"").append(text(value)).append("\" "));
    return line.append(message).toString();
  }

  /** The name of the label that a key becomes: Loki knows letters, digits and {@code _}. */
  private static String label(String key) {
    String name = key.replaceAll("[^A-Za-z0-9_]", "_");
    return Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  private String text(String value) {
    return form.exact() ? value : Quoting.escaped(value);
  }

  private static long nanos(Instant time) {
    long seconds = Math.clamp(time.getEpochSecond(), -SECONDS_MAX, SECONDS_MAX);
    return seconds * NANOS + time.getNano();
  }
}
