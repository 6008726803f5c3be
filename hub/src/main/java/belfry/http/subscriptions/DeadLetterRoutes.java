package belfry.http.subscriptions;

import belfry.access.Role;
import belfry.delivery.DeadLetter;
import belfry.delivery.DeadLetters.Found;
import belfry.delivery.DeadLetters.Search;
import belfry.delivery.Redelivery;
import belfry.event.Position;
import belfry.feed.Reading;
import belfry.filter.Filter;
import belfry.format.Dialects;
import belfry.format.hub.HubDialect;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.Moments;
import belfry.http.Params;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.journal.Busy;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code …/dead-letters} and {@code …/redeliver}: what could not be delivered, and once more. */
final class DeadLetterRoutes {
  /** Most dead letters on a page. */
  static final int LIMIT_MAX = 1_000;

  /** Most dead letters that are redelivered by their ids in one request. */
  static final int IDS_MAX = 1_000;

  private static final int LIMIT_STANDARD = 100;
  private static final int BODY_BYTES_MAX = 256 << 10;
  private static final Pattern ID = Pattern.compile("(\\d{1,9})/(\\d{1,18})");
  private static final Set<String> PARAMETERS =
      Set.of("limit", "cursor", "filter", "since", "until");

  private final Chosen chosen;
  private final Dialects dialects;
  private final InstantSource clock;

  DeadLetterRoutes(Chosen chosen, Dialects dialects, InstantSource clock) {
    this.chosen = chosen;
    this.dialects = dialects;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Role.READ, "GET", SubscriptionRoutes.ONE + "/dead-letters", this::list),
        Endpoint.of(Role.ADMIN, "POST", SubscriptionRoutes.ONE + "/redeliver", this::redeliver));
  }

  private Reply list(Call call) throws Problem, IOException {
    String name = chosen.name(call);
    Params params = call.params();
    params.allow(PARAMETERS);
    Instant now = clock.instant();
    Filter filter = Chosen.filter(params.text("filter").orElse(""), now);
    Optional<String> since = params.text("since");
    Optional<String> until = params.text("until");
    var search =
        new Search(
            name,
            since.isPresent() ? Moments.parse("since", since.get(), now) : Instant.MIN,
            until.isPresent() ? Moments.parse("until", until.get(), now) : Instant.MAX,
            filter);
    int limit = params.number("limit", LIMIT_STANDARD, 1, LIMIT_MAX);
    Optional<String> cursor = params.text("cursor");
    Optional<Position> after =
        cursor.isPresent() ? Optional.of(place("cursor", cursor.get())) : Optional.empty();
    List<Found> found = chosen.dispatch().deadLetters().search(search, after, limit);
    var json = new JsonWriter(JsonWriter.Style.COMPACT, 4096).beginObject();
    json.key("dead_letters").beginArray();
    found.forEach(one -> letter(json, one));
    json.endArray();
    json.member("next", found.size() < limit ? "" : found.getLast().place().toString());
    return Reply.sync(json.endObject().payload());
  }

  private void letter(JsonWriter json, Found found) {
    DeadLetter letter = found.letter();
    json.beginObject().member("id", found.place().toString());
    json.member("position", letter.position().toString());
    json.member("entries", letter.end() - letter.position().offset());
    json.member("parked", letter.parked().toString()).member("reason", letter.reason());
    json.member("attempts", letter.attempts());
    letter
        .entry()
        .ifPresent(
            entry -> json.key("event").raw(new Reading(entry, dialects).encoded(HubDialect.NAME)));
    json.endObject();
  }

  private static Position place(String name, String text) throws Problem {
    Matcher id = ID.matcher(text);
    if (!id.matches()) {
      throw Problem.parameter(name, text, "an id such as 0/4711");
    }
    return new Position(Integer.parseInt(id.group(1)), Long.parseLong(id.group(2)));
  }

  private Reply redeliver(Call call) throws Problem, Busy, IOException, InterruptedException {
    String name = chosen.name(call);
    JsonValue body = call.object(BODY_BYTES_MAX);
    boolean only = body.get("dry_run").map(JsonValue::text).filter("true"::equals).isPresent();
    Optional<JsonValue> ids = body.get("ids");
    if (ids.isPresent()) {
      return only ? count(ids.get().elements().size()) : these(name, places(ids.get()));
    }
    if (body.get("filter").isEmpty() && body.get("since").isEmpty()) {
      throw Problem.parameter("body", "{}", "ids, filter or since");
    }
    Instant now = clock.instant();
    String since = body.text("since");
    var search =
        new Search(
            name,
            since.isEmpty() ? Instant.MIN : Moments.parse("since", since, now),
            Instant.MAX,
            Chosen.filter(body.text("filter"), now));
    return only
        ? count(chosen.dispatch().deadLetters().count(search))
        : result(chosen.dispatch().redelivery(name).all(search));
  }

  private static List<Position> places(JsonValue ids) throws Problem {
    List<JsonValue> elements = ids.elements();
    if (elements.isEmpty() || elements.size() > IDS_MAX) {
      throw Problem.parameter("ids", elements.size() + " of them", "a list of 1 to " + IDS_MAX);
    }
    var places = new ArrayList<Position>();
    for (JsonValue id : elements) {
      places.add(place("ids", id.text()));
    }
    return places;
  }

  private Reply these(String name, List<Position> places)
      throws Busy, IOException, InterruptedException {
    Redelivery redelivery = chosen.dispatch().redelivery(name);
    int delivered = 0;
    int failed = 0;
    for (Position place : places) {
      Redelivery.Result one = redelivery.one(place);
      delivered += one.delivered();
      failed += one.failed();
    }
    return result(new Redelivery.Result(delivered, failed));
  }

  private static Reply count(int count) {
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject().member("count", count);
    return Reply.sync(json.endObject().payload());
  }

  private static Reply result(Redelivery.Result result) {
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    json.member("delivered", result.delivered()).member("failed", result.failed());
    return Reply.sync(json.endObject().payload());
  }
}
