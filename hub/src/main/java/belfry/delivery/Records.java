package belfry.delivery;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Changes as records of the delivery journal and back. A record is an event of source {@value
 * #SOURCE} and type {@code belfry.delivery.<change>}, about a subscription, with a JSON object as
 * data. Only a dead letter's copy is the event itself, all of it, with what was added in attributes
 * of its origin: so nothing of it is encoded twice and filters can be asked about it.
 */
final class Records {
  static final String SOURCE = "/belfry/delivery";
  private static final String TYPE = "belfry.delivery.";
  private static final String FORMAT = "native";
  private static final String PARKED = "belfry-parked-";

  /** Longest reason or note that is written, in characters. */
  static final int REASON_CHARS_MAX = 1_000;

  private Records() {}

  /** The bookmark of all idle subscriptions. */
  static Event floor(SortedMap<Integer, Long> next, Instant now) {
    JsonWriter json = begin();
    places(json, "next", positions(next));
    return record("position", "", json, now);
  }

  static Optional<SortedMap<Integer, Long>> floor(Event event) {
    boolean is = event.type().equals(TYPE + "position") && event.subject().isEmpty();
    return is && event.source().equals(SOURCE)
        ? Optional.of(next(places(data(event), "next")))
        : Optional.empty();
  }

  static Event of(String name, Change change, Instant now) {
    if (change instanceof Change.Parked(var letter) && letter.entry().isPresent()) {
      return copy(letter, letter.entry().get());
    }
    JsonWriter json = begin();
    String type =
        switch (change) {
          case Change.Moved(var next, var busy) -> {
            places(json, "next", positions(next));
            json.member("busy", busy);
            yield "position";
          }
          case Change.Deferred(var key, var positions) -> {
            json.member("key", key);
            places(json, "positions", positions);
            yield "deferred";
          }
          case Change.Tried tried -> {
            json.member("key", tried.key()).member("attempts", tried.attempts());
            json.member("first", tried.first().toString()).member("due", tried.due().toString());
            json.member("reason", shortened(tried.reason()));
            yield "tried";
          }
          case Change.Resumed(var key, var count, var due) -> {
            json.member("key", key).member("count", count).member("due", due.toString());
            yield "resumed";
          }
          case Change.Recovered(var at) -> {
            json.member("at", at.toString());
            yield "recovered";
          }
          case Change.Parked(var letter) -> {
            lost(json, letter);
            yield "parked";
          }
          case Change.Unparked(var letter) -> {
            places(json, "letter", List.of(letter));
            yield "unparked";
          }
          case Change.Attempted(var attempts, var left) -> {
            attempts(json, attempts);
            json.member("left", left);
            yield "attempt";
          }
          case Change.Disabled(var reason) -> {
            json.member("reason", shortened(reason));
            yield "disabled";
          }
          case Change.Enabled() -> "enabled";
          case Change.Cleared(var deleted) -> {
            json.member("deleted", deleted);
            yield "cleared";
          }
        };
    return record(type, name, json, now);
  }

  private static JsonWriter begin() {
    return new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
  }

  private static Event record(String type, String name, JsonWriter json, Instant now) {
    Payload data = json.endObject().payload();
    return Event.of(type, SOURCE, TYPE + type, now, FORMAT, data).subject(name).build();
  }

  private static String shortened(String text) {
    return text.length() <= REASON_CHARS_MAX ? text : text.substring(0, REASON_CHARS_MAX);
  }

  private static List<Position> positions(SortedMap<Integer, Long> next) {
    return next.entrySet().stream().map(e -> new Position(e.getKey(), e.getValue())).toList();
  }

  private static SortedMap<Integer, Long> next(List<Position> positions) {
    var next = new TreeMap<Integer, Long>();
    positions.forEach(position -> next.put(position.partition(), position.offset()));
    return next;
  }

  /** Partition and offset in turn. */
  private static void places(JsonWriter json, String name, List<Position> positions) {
    json.key(name).beginArray();
    for (Position position : positions) {
      json.number(position.partition()).number(position.offset());
    }
    json.endArray();
  }

  private static List<Position> places(JsonValue data, String name) {
    List<JsonValue> numbers = data.get(name).orElseThrow().elements();
    var positions = new ArrayList<Position>(numbers.size() / 2);
    for (int i = 0; i + 1 < numbers.size(); i += 2) {
      positions.add(new Position((int) number(numbers.get(i)), number(numbers.get(i + 1))));
    }
    return positions;
  }

  private static long number(JsonValue value) {
    return Long.parseLong(value.text());
  }

  private static long number(JsonValue data, String name) {
    return number(data.get(name).orElseThrow());
  }

  private static boolean flag(JsonValue data, String name) {
    return data.get(name).orElseThrow().text().equals("true");
  }

  private static Instant time(JsonValue data, String name) {
    return Instant.parse(data.text(name));
  }

  private static void lost(JsonWriter json, DeadLetter letter) {
    places(json, "from", List.of(letter.position()));
    json.member("end", letter.end()).member("parked", letter.parked().toString());
    json.member("reason", shortened(letter.reason())).member("attempts", letter.attempts());
  }

  private static void attempts(JsonWriter json, List<Attempt> attempts) {
    json.key("attempts").beginArray();
    for (Attempt attempt : attempts) {
      json.beginObject();
      places(json, "position", List.of(attempt.position()));
      json.member("entries", attempt.entries()).member("number", attempt.number());
      json.member("when", attempt.when().toString()).member("took", attempt.took().toNanos());
      json.member("result", attempt.result().name());
      json.member("note", shortened(attempt.note())).endObject();
    }
    json.endArray();
  }

  private static Event copy(DeadLetter letter, Entry entry) {
    Map<String, String> added =
        Map.of(
            PARKED + "subscription", letter.subscription(),
            PARKED + "position", entry.position().toString(),
            PARKED + "recorded", entry.recordedTime().toString(),
            PARKED + "salt", Base64.getEncoder().encodeToString(entry.salt().toBytes()),
            PARKED + "at", letter.parked().toString(),
            PARKED + "reason", shortened(letter.reason()),
            PARKED + "attempts", Integer.toString(letter.attempts()));
    return entry.event().toBuilder().origin(entry.event().origin().with(added)).build();
  }

  /** Whose record it is; empty for the bookmark of the idle ones. */
  static String subscription(Event event) {
    return event
        .origin()
        .attribute(PARKED + "subscription")
        .orElseGet(() -> event.subject().orElse(""));
  }

  /**
   * What a record says.
   *
   * @throws IllegalStateException if it is none of ours, or of a newer version
   */
  static Change change(Event event) {
    String name = subscription(event);
    if (event.origin().attribute(PARKED + "subscription").isPresent()) {
      return new Change.Parked(letter(event));
    }
    JsonValue data = data(event);
    return switch (event.type().substring(TYPE.length())) {
      case "position" -> new Change.Moved(next(places(data, "next")), flag(data, "busy"));
      case "deferred" -> new Change.Deferred(data.text("key"), places(data, "positions"));
      case "tried" ->
          new Change.Tried(
              data.text("key"),
              (int) number(data, "attempts"),
              time(data, "first"),
              time(data, "due"),
              data.text("reason"));
      case "resumed" ->
          new Change.Resumed(data.text("key"), (int) number(data, "count"), time(data, "due"));
      case "recovered" -> new Change.Recovered(time(data, "at"));
      case "parked" -> new Change.Parked(lost(name, data));
      case "unparked" -> new Change.Unparked(places(data, "letter").getFirst());
      case "attempt" -> new Change.Attempted(attempts(name, data), number(data, "left"));
      case "disabled" -> new Change.Disabled(data.text("reason"));
      case "enabled" -> new Change.Enabled();
      case "cleared" -> new Change.Cleared(flag(data, "deleted"));
      default ->
          throw new IllegalStateException(
              "delivery record: " + event.type() + " (expected: one this version writes)");
    };
  }

  private static JsonValue data(Event event) {
    try {
      return Json.parse(event.data());
    } catch (Malformed e) {
      throw new IllegalStateException(
          "delivery record: " + event.data() + " (expected: a JSON object)", e);
    }
  }

  private static DeadLetter lost(String name, JsonValue data) {
    return new DeadLetter(
        name,
        places(data, "from").getFirst(),
        number(data, "end"),
        time(data, "parked"),
        data.text("reason"),
        (int) number(data, "attempts"),
        Optional.empty());
  }

  private static List<Attempt> attempts(String name, JsonValue data) {
    var attempts = new ArrayList<Attempt>();
    for (JsonValue one : data.get("attempts").orElseThrow().elements()) {
      attempts.add(
          new Attempt(
              name,
              places(one, "position").getFirst(),
              (int) number(one, "entries"),
              (int) number(one, "number"),
              time(one, "when"),
              Duration.ofNanos(number(one, "took")),
              Attempt.Result.valueOf(one.text("result")),
              one.text("note")));
    }
    return attempts;
  }

  /** A dead letter with its copy as it was in the journal. */
  private static DeadLetter letter(Event event) {
    var added = new TreeMap<String, String>();
    var own = new TreeMap<String, String>();
    event
        .origin()
        .attributes()
        .forEach((name, value) -> (name.startsWith(PARKED) ? added : own).put(name, value));
    Origin origin = event.origin();
    Event original =
        event.toBuilder()
            .origin(new Origin(origin.connector(), origin.principal(), origin.address(), own))
            .build();
    String[] place = of(added, "position").split("/", -1);
    var position = new Position(Integer.parseInt(place[0]), Long.parseLong(place[1]));
    var entry =
        new Entry(
            position,
            Instant.parse(of(added, "recorded")),
            Payload.owning(Base64.getDecoder().decode(of(added, "salt"))),
            original);
    return DeadLetter.of(
        of(added, "subscription"),
        entry,
        Instant.parse(of(added, "at")),
        of(added, "reason"),
        Integer.parseInt(of(added, "attempts")));
  }

  private static String of(Map<String, String> added, String name) {
    return added.getOrDefault(PARKED + name, "");
  }
}
