package belfry.delivery;

import static belfry.delivery.Data.number;
import static belfry.delivery.Data.places;
import static belfry.delivery.Data.shortened;
import static belfry.delivery.Data.time;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Dead letters as records. A copy is the event itself, all of it, with what was added in attributes
 * of its origin: so nothing of it is encoded twice and filters can be asked about it. A range is
 * data like that of other records.
 */
final class LetterRecords {
  private static final String PARKED = "belfry-parked-";

  private LetterRecords() {}

  /** Whose copy it is; empty if it is no copy. */
  static Optional<String> subscription(Event event) {
    return event.origin().attribute(PARKED + "subscription");
  }

  static void range(JsonWriter json, DeadLetter letter) {
    places(json, "from", List.of(letter.position()));
    json.member("end", letter.end()).member("parked", letter.parked().toString());
    json.member("reason", shortened(letter.reason())).member("attempts", letter.attempts());
  }

  static DeadLetter range(String name, JsonValue data) {
    return new DeadLetter(
        name,
        places(data, "from").getFirst(),
        number(data, "end"),
        time(data, "parked"),
        data.text("reason"),
        (int) number(data, "attempts"),
        Optional.empty());
  }

  static Event copy(DeadLetter letter, Entry entry) {
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

  /** A dead letter with its copy as it was in the journal. */
  static DeadLetter letter(Event event) {
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
