package belfry.registry;

import static java.util.Objects.requireNonNull;

import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Position;
import java.time.Instant;
import java.util.Optional;

/**
 * One change of one document: enough to tell others what happened without asking the registry,
 * which may have gone on since.
 *
 * @param position of its event in the control journal
 * @param time when it was done
 * @param key of what
 * @param before the version there was; {@link Registry#NONE} if it was made
 * @param version of this change: greater than that of every earlier one, so it names the change for
 *     good, and an event derived from it can have an id made of it
 * @param document what is there since; empty if it was deleted
 * @param by who did it
 */
public record Change(
    Position position,
    Instant time,
    Key key,
    long before,
    long version,
    Optional<Payload> document,
    Origin by) {

  public Change {
    requireNonNull(position, "position");
    requireNonNull(time, "time");
    requireNonNull(key, "key");
    requireNonNull(document, "document");
    requireNonNull(by, "by");
    if (before < Registry.NONE || version <= before) {
      throw new IllegalArgumentException(
          "version: " + version + " after " + before + " (expected: a greater one)");
    }
  }

  /** What sort of change. */
  public enum Action {
    CREATED,
    UPDATED,
    DELETED
  }

  public Action action() {
    if (document.isEmpty()) {
      return Action.DELETED;
    }
    return before == Registry.NONE ? Action.CREATED : Action.UPDATED;
  }

  /** What there is since; empty if it was deleted. */
  public Optional<Item> item() {
    return document.map(content -> new Item(key, version, time, content));
  }

  /** Without the document. */
  @Override
  public String toString() {
    return key + " " + action() + ", version " + version + " after " + before + ", at " + position;
  }
}
