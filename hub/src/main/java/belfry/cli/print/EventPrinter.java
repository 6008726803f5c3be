package belfry.cli.print;

import belfry.format.json.JsonValue;
import java.util.Optional;

/** Turns one event of a stream into what is printed for it. */
@FunctionalInterface
public interface EventPrinter {
  /**
   * The text with its line ends; empty if this event is not to be shown.
   *
   * @param event a JSON object
   */
  Optional<String> print(JsonValue event);

  /** As {@code lxc monitor --format json}: keys sorted, then an empty line. */
  static EventPrinter json() {
    return event -> Optional.of(SortedJson.of(event) + "\n\n");
  }

  /** One line of JSON as it came, for dialects that other programs read. */
  static EventPrinter lines() {
    return event -> Optional.of(event + "\n");
  }
}
