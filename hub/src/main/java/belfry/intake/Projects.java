package belfry.intake;

import belfry.event.Event;
import java.util.Optional;

/**
 * Which of the hub's projects an event belongs to, by its origin. The sender's word is only ever
 * used where the operator said so.
 */
public sealed interface Projects {
  /** Always this one. */
  record Fixed(String project) implements Projects {}

  /** The sender's project name as it is; the hub's default project if it gave none. */
  record SameName() implements Projects {}

  /** A prefix and the sender's project name; the prefix without its last sign if it gave none. */
  record Prefixed(String prefix) implements Projects {}

  /** The hub's project for a sender's project. */
  default String map(Optional<String> nativeProject) {
    return switch (this) {
      case Fixed(var project) -> project;
      case SameName() -> nativeProject.orElse(Event.DEFAULT_PROJECT);
      case Prefixed(var prefix) ->
          nativeProject
              .map(prefix::concat)
              .orElse(prefix.isEmpty() ? Event.DEFAULT_PROJECT : trimmed(prefix));
    };
  }

  private static String trimmed(String prefix) {
    return prefix.length() < 2 ? prefix : prefix.substring(0, prefix.length() - 1);
  }
}
