package belfry.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;

/**
 * An event in the journal.
 *
 * @param position where
 * @param recordedTime when the journal took it; never goes back within a partition
 * @param salt 16 random bytes, the blinding of its commitment ({@code docs/formats/journal.md}
 *     section 7)
 * @param event what
 */
public record Entry(Position position, Instant recordedTime, Payload salt, Event event) {

  /** The order everywhere: recorded time, then partition, then offset. */
  public static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::recordedTime).thenComparing(Entry::position);

  public Entry {
    requireNonNull(position, "position");
    requireNonNull(recordedTime, "recordedTime");
    requireNonNull(salt, "salt");
    requireNonNull(event, "event");
  }
}
