package belfry.peer;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.testing.Captures;
import java.util.List;

/**
 * One recorded run of a stock client: what it was told and what it printed.
 *
 * @param client name and version
 * @param args behind {@code monitor}
 * @param events as they were sent to it
 * @param stdout what it printed
 * @param stderr its last words
 */
record Golden(
    String client, List<String> args, List<JsonValue> events, String stdout, String stderr) {
  private static final String DEADLY = "Not supported event type";

  /** The runs of one client. */
  static List<Golden> of(String client) {
    return Captures.lines("lxd-monitor-golden.jsonl").stream()
        .map(Golden::read)
        .filter(golden -> golden.client.startsWith(client + " "))
        .toList();
  }

  private static Golden read(String line) {
    try {
      JsonValue run = Json.parse(Payload.of(line));
      return new Golden(
          run.text("client"),
          run.get("args").orElseThrow().elements().stream().map(JsonValue::text).toList(),
          run.get("events").orElseThrow().elements(),
          run.text("stdout"),
          run.text("stderr"));
    } catch (Malformed e) {
      throw new IllegalStateException(line, e);
    }
  }

  /** Whether the client ended because it did not know the type of the first event. */
  boolean died() {
    return stderr.contains(DEADLY);
  }

  boolean tells(String type) {
    return events.stream().anyMatch(event -> event.text("type").equals(type));
  }

  /** Whether the client prints an event that it gets, by its own flags. */
  boolean prints(JsonValue event) {
    String type = event.text("type");
    int chosen = args.indexOf("--type");
    if (chosen >= 0 && !args.get(chosen + 1).equals(type)) {
      return false;
    }
    String level = event.at("metadata.level").map(JsonValue::text).orElse("");
    return !args.contains("--loglevel") || !level.matches("debug|dbug");
  }

  @Override
  public String toString() {
    String first = events.getFirst().text("type");
    return client + " " + String.join(" ", args) + " (first: " + first + ")";
  }
}
