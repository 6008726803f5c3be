package belfry.http.admin;

import belfry.access.Role;
import belfry.format.json.JsonWriter;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.source.SourceState;
import belfry.source.SourceStatus;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

/** {@code /1.0/sources}: how the conversations that bring events in go. */
public final class SourceRoutes {
  private static final String PATH = "/1.0/sources";

  private final Supplier<List<SourceStatus>> sources;

  /**
   * @param sources as they are now, by name; names are good for a path
   */
  public SourceRoutes(Supplier<List<SourceStatus>> sources) {
    this.sources = sources;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Role.READ, "GET", PATH, this::list),
        Endpoint.of(Role.READ, "GET", PATH + "/{name}", this::one));
  }

  private Reply list(Call call) throws Problem {
    boolean objects = call.params().number("recursion", 0, 0, 2) > 0;
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginArray();
    for (SourceStatus source : sources.get()) {
      if (objects) {
        object(json, source);
      } else {
        json.string(PATH + "/" + source.name());
      }
    }
    return Reply.sync(json.endArray().payload());
  }

  private Reply one(Call call) throws Problem {
    String name = call.variable("name");
    for (SourceStatus source : sources.get()) {
      if (source.name().equals(name)) {
        var json = new JsonWriter(JsonWriter.Style.COMPACT);
        object(json, source);
        return Reply.sync(json.payload());
      }
    }
    throw new Problem(
        ErrorCode.SOURCE_NOT_FOUND, "name: " + name + " (expected: one of " + PATH + ")");
  }

  private static void object(JsonWriter json, SourceStatus source) {
    json.beginObject().member("name", source.name());
    state(json, source.state());
    json.member("runs", source.runs()).member("failures", source.failures());
    json.member("last_failure", source.lastFailure().orElse(""));
    json.member("lag", source.measures().waiting());
    counts(json, "gaps", source.measures().lost());
    counts(json, "refused", source.measures().refused());
    json.endObject();
  }

  private static void state(JsonWriter json, SourceState state) {
    switch (state) {
      case SourceState.Running(var since) ->
          json.member("state", "running").member("since", since.toString());
      case SourceState.Waiting(var until, var reason) ->
          json.member("state", "waiting")
              .member("reason", reason)
              .member("until", until.toString());
      case SourceState.Down(var reason) -> json.member("state", "down").member("reason", reason);
      case SourceState.Stopped() -> json.member("state", "stopped");
    }
  }

  private static void counts(JsonWriter json, String name, SortedMap<String, Long> counts) {
    json.key(name).beginObject();
    counts.forEach(json::member);
    json.endObject();
  }
}
