package belfry.delivery;

import static belfry.delivery.Data.number;
import static belfry.delivery.Data.places;
import static belfry.delivery.Data.shortened;
import static belfry.delivery.Data.time;

import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.sink.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Attempts as data of a record. */
final class AttemptRecords {
  private AttemptRecords() {}

  static void write(JsonWriter json, List<Attempt> attempts) {
    json.key("attempts").beginArray();
    for (Attempt attempt : attempts) {
      json.beginObject();
      places(json, "position", List.of(attempt.position()));
      json.member("entries", attempt.entries()).member("number", attempt.number());
      json.member("when", attempt.when().toString()).member("took", attempt.took().toNanos());
      json.member("result", attempt.result().name());
      json.member("note", shortened(attempt.note()));
      attempt.exchange().ifPresent(exchange -> write(json, exchange));
      json.endObject();
    }
    json.endArray();
  }

  /** Those of a subscription. */
  static List<Attempt> read(String name, JsonValue data) {
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
              one.text("note"),
              one.get("wire").map(AttemptRecords::exchange)));
    }
    return attempts;
  }

  private static void write(JsonWriter json, Exchange exchange) {
    json.key("wire").beginObject();
    json.member("remote", exchange.remote()).member("connected", exchange.connected().toNanos());
    json.member("requestHead", exchange.requestHead());
    json.member("requestBody", exchange.requestBody());
    json.member("responseHead", exchange.responseHead());
    json.member("responseBody", exchange.responseBody()).endObject();
  }

  private static Exchange exchange(JsonValue data) {
    return new Exchange(
        data.text("remote"),
        Duration.ofNanos(number(data, "connected")),
        data.text("requestHead"),
        data.text("requestBody"),
        data.text("responseHead"),
        data.text("responseBody"));
  }
}
