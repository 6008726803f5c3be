package belfry.source.lxd;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.Timestamp;
import belfry.format.hub.HubDialect;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be learned of a gap afterwards: operations that the server still knows, and instances
 * that were made or started meanwhile. Each is an event of the hub that names the query it comes
 * from, never one in the server's name: what happened to them and how often nobody knows any more.
 */
final class Reconciling {
  /** Most objects that are told of one query; the others are counted. */
  static final int OBJECTS_MAX = 10_000;

  /** So much the server's clock may be behind ours. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  private static final String OPERATIONS = "/1.0/operations?recursion=1&all-projects=true";
  private static final String INSTANCES = "/1.0/instances?recursion=1&all-projects=true";

  private final Server server;
  private final String name;
  private final Instant since;
  private final Instant until;
  private final List<Payload> told = new ArrayList<>();

  /**
   * @param name of the source
   */
  Reconciling(Server server, String name, Instant since, Instant until) {
    this.server = server;
    this.name = name;
    this.since = since;
    this.until = until;
  }

  /** Asks; a question that fails is told of too. The data of events of dialect {@code belfry}. */
  List<Payload> ask() {
    ask(OPERATIONS);
    ask(INSTANCES);
    return List.copyOf(told);
  }

  private void ask(String path) {
    String query = "GET " + path;
    try {
      List<JsonValue> found = found(path);
      found.stream().limit(OBJECTS_MAX).forEach(object -> told.add(object(query, object)));
      if (found.size() > OBJECTS_MAX) {
        String text = found.size() + " objects (expected: at most " + OBJECTS_MAX + ")";
        told.add(failure(query, text));
      }
    } catch (IOException | Malformed e) {
      told.add(failure(query, String.valueOf(e.getMessage())));
    }
  }

  private List<JsonValue> found(String path) throws IOException, Malformed {
    JsonValue answer = server.get(path);
    if (path.equals(OPERATIONS)) {
      var all = new ArrayList<JsonValue>();
      answer.forEachMember((status, operations) -> all.addAll(operations.elements()));
      return all;
    }
    return answer.elements().stream()
        .filter(instance -> after(instance, "created_at") || after(instance, "last_used_at"))
        .toList();
  }

  private boolean after(JsonValue object, String key) {
    return Timestamp.rfc3339(object.text(key))
        .filter(time -> !time.instant().isBefore(since.minus(SKEW)))
        .isPresent();
  }

  private Payload object(String query, JsonValue object) {
    String id = object.text("id");
    String subject =
        id.isEmpty() ? "/1.0/instances/" + object.text("name") : "/1.0/operations/" + id;
    return begun("info", subject, query)
        .member("location", object.text("location"))
        .member("project", object.text("project"))
        .member("found", object)
        .endObject()
        .payload();
  }

  private Payload failure(String query, String error) {
    return begun("warn", name, query).member("reason", error).endObject().payload();
  }

  private JsonWriter begun(String severity, String subject, String query) {
    return new JsonWriter(Style.COMPACT, 512)
        .beginObject()
        .member("type", HubDialect.RECONCILED)
        .member("severity", severity)
        .member("source", "/belfry/source/" + LxdSource.SYSTEM)
        .member("subject", subject)
        .member("time", until.toString())
        .member("server", name)
        .member("query", query)
        .member("since", since.toString())
        .member("until", until.toString());
  }
}
