package belfry.http.subscriptions;

import belfry.access.Role;
import belfry.delivery.Replay;
import belfry.delivery.Replays;
import belfry.delivery.subscriptions.InvalidSubscription;
import belfry.event.Cursor;
import belfry.event.Payload;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.journal.Busy;
import belfry.journal.Expired;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** {@code …/replay} and {@code …/replays}: a range of the journal once more. */
final class ReplayRoutes {
  private static final String ALL = SubscriptionRoutes.ONE + "/replays";
  private static final int BODY_BYTES_MAX = 256 << 10;
  private static final int CREATED = 201;

  private final Chosen chosen;
  private final InstantSource clock;

  ReplayRoutes(Chosen chosen, InstantSource clock) {
    this.chosen = chosen;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Role.ADMIN, "POST", SubscriptionRoutes.ONE + "/replay", this::start),
        Endpoint.of(Role.READ, "GET", ALL, this::list),
        Endpoint.of(Role.READ, "GET", ALL + "/{id}", this::show),
        Endpoint.of(Role.ADMIN, "DELETE", ALL + "/{id}", this::cancel));
  }

  private Replays replays() {
    return chosen.dispatch().replays();
  }

  private Reply start(Call call) throws Problem, Busy, IOException, InterruptedException {
    String name = chosen.name(call);
    JsonValue body = call.object(BODY_BYTES_MAX);
    Replay.Request request = request(body);
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    if (body.get("dry_run").map(JsonValue::text).filter("true"::equals).isPresent()) {
      return Reply.sync(json.member("count", count(name, request)).endObject().payload());
    }
    Replay replay = started(name, request);
    return Reply.sync(CREATED, json.member("id", replay.id()).endObject().payload())
        .header("Location", SubscriptionRoutes.PATH + "/" + name + "/replays/" + replay.id());
  }

  private Replay.Request request(JsonValue body) throws Problem {
    Instant now = clock.instant();
    try {
      return new Replay.Request(
          chosen.subscriptions().start("from", or(body.text("from"), "beginning")),
          chosen.subscriptions().start("until", or(body.text("until"), "now")),
          Chosen.filter(body.text("filter"), now),
          perSecond(body));
    } catch (InvalidSubscription e) {
      throw new Problem(
          ErrorCode.PARAMETER, String.valueOf(e.getMessage()), new Problem.Where(e.member(), 0));
    }
  }

  private static String or(String text, String standard) {
    return text.isEmpty() ? standard : text;
  }

  private static int perSecond(JsonValue body) throws Problem {
    String text = body.get("per_second").map(JsonValue::text).orElse("0");
    if (!text.matches("\\d{1,6}")) {
      throw Problem.parameter("per_second", text, "0 to 999999");
    }
    return Integer.parseInt(text);
  }

  private long count(String name, Replay.Request request)
      throws Problem, IOException, InterruptedException {
    try {
      return replays().count(name, request);
    } catch (Expired e) {
      throw new Problem(ErrorCode.EXPIRED, String.valueOf(e.getMessage()));
    }
  }

  private Replay started(String name, Replay.Request request) throws Problem, Busy, IOException {
    try {
      return replays().start(name, request);
    } catch (IllegalArgumentException e) {
      throw new Problem(ErrorCode.PARAMETER, String.valueOf(e.getMessage()));
    }
  }

  private Reply list(Call call) throws Problem {
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginArray();
    replays().list(chosen.name(call)).forEach(one -> progress(json, one));
    return Reply.sync(json.endArray().payload());
  }

  private Reply show(Call call) throws Problem {
    String id = call.variable("id");
    Replay.Progress found = replays().status(chosen.name(call), id).orElseThrow(() -> notFound(id));
    var json = new JsonWriter(JsonWriter.Style.COMPACT);
    progress(json, found);
    return Reply.sync(json.payload());
  }

  private void progress(JsonWriter json, Replay.Progress progress) {
    Replay replay = progress.replay();
    json.beginObject().member("id", replay.id());
    json.member("state", progress.state().name().toLowerCase(Locale.ROOT));
    json.member("from", new Cursor(chosen.dispatch().journal(), replay.from()).encoded());
    json.member("until", new Cursor(chosen.dispatch().journal(), replay.until()).encoded());
    json.member("position", new Cursor(chosen.dispatch().journal(), progress.next()).encoded());
    json.member("filter", replay.filter().text()).member("per_second", replay.perSecond());
    json.member("began", replay.began().toString());
    json.member("ended", progress.ended().map(Instant::toString).orElse(""));
    json.member("delivered", progress.delivered()).member("dead_letters", progress.parked());
    json.member("deferred", progress.deferred()).endObject();
  }

  private Reply cancel(Call call) throws Problem, Busy, IOException {
    String id = call.variable("id");
    if (!replays().cancel(chosen.name(call), id)) {
      throw notFound(id);
    }
    return Reply.sync(Payload.of("{}"));
  }

  private static Problem notFound(String id) {
    return new Problem(
        ErrorCode.NOT_FOUND, "replay: " + id + " (expected: one that has not been forgotten)");
  }
}
