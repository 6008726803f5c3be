package belfry.delivery;

import static belfry.delivery.Data.next;
import static belfry.delivery.Data.number;
import static belfry.delivery.Data.places;
import static belfry.delivery.Data.positions;
import static belfry.delivery.Data.time;

import belfry.filter.Filter;
import belfry.filter.InvalidFilter;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;

/** What happens to a replay, as data of a record. Each writer says the record's type. */
final class ReplayRecords {
  private ReplayRecords() {}

  static String write(JsonWriter json, Change.Began began) {
    Replay replay = began.replay();
    json.member("id", replay.id()).member("filter", replay.filter().text());
    places(json, "from", positions(replay.from()));
    places(json, "until", positions(replay.until()));
    json.member("perSecond", replay.perSecond()).member("began", replay.began().toString());
    return "began";
  }

  static String write(JsonWriter json, Change.Counted counted) {
    json.member("delivered", counted.delivered()).member("parked", counted.parked());
    return "counted";
  }

  static String write(JsonWriter json, Change.Ended ended) {
    json.member("state", ended.state().name()).member("at", ended.at().toString());
    return "ended";
  }

  /**
   * @param key what its standing is called by
   * @throws IllegalStateException if its filter is none of this version
   */
  static Change began(String key, JsonValue data) {
    try {
      return new Change.Began(
          new Replay(
              Replay.owner(key),
              data.text("id"),
              next(places(data, "from")),
              next(places(data, "until")),
              filter(data.text("filter")),
              (int) number(data, "perSecond"),
              time(data, "began")));
    } catch (InvalidFilter e) {
      throw new IllegalStateException("delivery record: replay: " + e.getMessage(), e);
    }
  }

  private static Filter filter(String text) throws InvalidFilter {
    return text.isEmpty() ? Filter.ALL : Filter.standing(text);
  }

  static Change counted(JsonValue data) {
    return new Change.Counted(number(data, "delivered"), number(data, "parked"));
  }

  static Change ended(JsonValue data) {
    return new Change.Ended(Replay.State.valueOf(data.text("state")), time(data, "at"));
  }
}
