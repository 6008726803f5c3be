package belfry.http.journal;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.feed.Reading;
import belfry.format.Dialects;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.http.Call;
import belfry.http.Params;
import belfry.http.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How found events are written: in which dialect, and which of its fields.
 *
 * @param format a dialect
 * @param fields dotted paths of those to keep; empty for all
 */
record Rendering(String format, List<String> fields) {
  private static final String STANDARD = "belfry";

  static Rendering of(Call call, Dialects dialects) throws Problem {
    Params params = call.params();
    String format = params.text("format").filter(name -> !name.equals("json")).orElse(STANDARD);
    if (dialects.find(format).isEmpty()) {
      throw Problem.parameter(
          "format", format, "json or one of " + String.join(", ", dialects.names()));
    }
    List<String> fields =
        params
            .text("fields")
            .map(text -> Arrays.stream(text.split(",", -1)).map(String::strip).toList())
            .orElse(List.of());
    return new Rendering(format, fields);
  }

  /** As it stands in the dialect. */
  Payload bytes(Reading reading) {
    Payload whole = reading.encoded(format);
    return fields.isEmpty() ? whole : chosen(whole);
  }

  /** As a JSON value; a dialect that is not JSON becomes a string. */
  Payload json(Reading reading) {
    Payload bytes = bytes(reading);
    return document(bytes).isPresent() ? bytes : quoted(bytes);
  }

  private static Payload quoted(Payload bytes) {
    return new JsonWriter(JsonWriter.Style.COMPACT).string(bytes.text()).payload();
  }

  private Payload chosen(Payload whole) {
    Optional<JsonValue> document = document(whole);
    if (document.isEmpty()) {
      return whole;
    }
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    for (String field : fields) {
      document.get().at(field).ifPresent(value -> json.member(field, value));
    }
    return json.endObject().payload();
  }

  private static Optional<JsonValue> document(Payload bytes) {
    try {
      return Optional.of(Json.parse(bytes));
    } catch (Malformed e) {
      return Optional.empty();
    }
  }
}
