package belfry.cli.shell;

import belfry.cli.wire.Reply;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonType;
import belfry.format.json.JsonValue;
import belfry.format.json.Rules;

/** Reads the envelopes that the hub answers with. */
public final class Answer {
  // What the hub keeps may hold what Python wrote: NaN, twice the same key.
  private static final Rules LENIENT = Rules.PYTHON;

  /** What the command line calls the hub's own form of an event. */
  public static final String NATIVE = "native";

  private Answer() {}

  /** The hub's name of a dialect. */
  public static String dialect(String name) {
    return name.equals(NATIVE) ? "belfry" : name;
  }

  /** The body as JSON. */
  public static JsonValue json(Payload body) throws Failure {
    try {
      return Json.parse(body, LENIENT);
    } catch (Malformed e) {
      throw Failure.failed("the hub's answer is not JSON: " + e.getMessage() + " at " + e.column());
    }
  }

  /** The {@code metadata} of a sync answer. */
  public static JsonValue metadata(Reply reply) throws Failure {
    JsonValue body = json(reply.body());
    return body.get("metadata")
        .orElseThrow(
            () -> Failure.failed("the hub's answer has no metadata (expected: a /1.0 envelope)"));
  }

  /** A whole number; 0 if it is absent. */
  public static long number(JsonValue object, String key) {
    return object
        .get(key)
        .filter(value -> value.type() == JsonType.NUMBER)
        .map(value -> (long) Double.parseDouble(value.text()))
        .orElse(0L);
  }

  /** The text of an error answer: of the envelope, of problem details, or the body as it stands. */
  static String error(Reply reply) {
    try {
      JsonValue body = Json.parse(reply.body(), LENIENT);
      String text = body.text("error");
      String detail = body.text("detail");
      String said = !text.isEmpty() ? text : !detail.isEmpty() ? detail : body.text("title");
      String code =
          body.at("metadata.code").or(() -> body.get("code")).map(JsonValue::text).orElse("");
      if (!said.isEmpty()) {
        return code.isEmpty() || said.startsWith(code) ? said : code + " " + said;
      }
    } catch (Malformed e) {
      // Not JSON: a proxy, or a plain text error. Its own words are below.
    }
    String text = reply.body().text().strip();
    return "HTTP " + reply.status() + (text.isEmpty() ? "" : ": " + shortened(text));
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
