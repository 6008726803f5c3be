package belfry.delivery;

import static belfry.delivery.Data.flag;
import static belfry.delivery.Data.next;
import static belfry.delivery.Data.number;
import static belfry.delivery.Data.places;
import static belfry.delivery.Data.positions;
import static belfry.delivery.Data.shortened;
import static belfry.delivery.Data.time;

import belfry.event.Event;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Changes as records of the delivery journal and back. A record is an event of source {@value
 * #SOURCE} and type {@code belfry.delivery.<change>}, about a subscription, with a JSON object as
 * data; only a dead letter's copy is the event itself ({@link LetterRecords}).
 */
final class Records {
  static final String SOURCE = "/belfry/delivery";
  private static final String TYPE = "belfry.delivery.";
  private static final String FORMAT = "native";

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
      return LetterRecords.copy(letter, letter.entry().get());
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
            LetterRecords.range(json, letter);
            yield "parked";
          }
          case Change.Unparked(var letter) -> {
            places(json, "letter", List.of(letter));
            yield "unparked";
          }
          case Change.Attempted(var attempts, var left) -> {
            AttemptRecords.write(json, attempts);
            json.member("left", left);
            yield "attempt";
          }
          case Change.Disabled(var reason) -> {
            json.member("reason", shortened(reason));
            yield "disabled";
          }
          case Change.Enabled() -> "enabled";
          case Change.Began began -> ReplayRecords.write(json, began);
          case Change.Counted counted -> ReplayRecords.write(json, counted);
          case Change.Ended ended -> ReplayRecords.write(json, ended);
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

  /** Whose record it is; empty for the bookmark of the idle ones. */
  static String subscription(Event event) {
    return LetterRecords.subscription(event).orElseGet(() -> event.subject().orElse(""));
  }

  /**
   * What a record says.
   *
   * @throws IllegalStateException if it is none of ours, or of a newer version
   */
  static Change change(Event event) {
    String name = subscription(event);
    if (LetterRecords.subscription(event).isPresent()) {
      return new Change.Parked(LetterRecords.letter(event));
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
      case "parked" -> new Change.Parked(LetterRecords.range(name, data));
      case "unparked" -> new Change.Unparked(places(data, "letter").getFirst());
      case "attempt" -> new Change.Attempted(AttemptRecords.read(name, data), number(data, "left"));
      case "disabled" -> new Change.Disabled(data.text("reason"));
      case "enabled" -> new Change.Enabled();
      case "began" -> ReplayRecords.began(name, data);
      case "counted" -> ReplayRecords.counted(data);
      case "ended" -> ReplayRecords.ended(data);
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
}
