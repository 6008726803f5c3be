package belfry.delivery;

import static java.util.Objects.requireNonNull;

import belfry.event.Entry;
import belfry.event.Position;
import java.time.Instant;
import java.util.Optional;

/**
 * What could not be delivered, parked for people.
 *
 * @param subscription whose
 * @param position of the entry; the first one of a range
 * @param end the offset after the last one: of a single entry, the next
 * @param parked when
 * @param reason the last one, one line
 * @param attempts made in vain; 0 if there was nothing to try with
 * @param entry a copy; empty of a range or an entry that the journal lost before it was delivered
 */
public record DeadLetter(
    String subscription,
    Position position,
    long end,
    Instant parked,
    String reason,
    int attempts,
    Optional<Entry> entry) {
  public DeadLetter {
    requireNonNull(subscription, "subscription");
    requireNonNull(position, "position");
    requireNonNull(parked, "parked");
    requireNonNull(reason, "reason");
    requireNonNull(entry, "entry");
  }

  static DeadLetter of(String subscription, Entry entry, Instant now, String reason, int attempts) {
    return new DeadLetter(
        subscription,
        entry.position(),
        entry.position().offset() + 1,
        now,
        reason,
        attempts,
        Optional.of(entry));
  }

  /** Entries that the journal does not have any more. */
  static DeadLetter lost(
      String subscription, Position position, long end, Instant now, String reason) {
    return new DeadLetter(subscription, position, end, now, reason, 0, Optional.empty());
  }
}
