package belfry.delivery;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a subscription is, now.
 *
 * @param next by partition, everything before is delivered, deferred or parked
 * @param behind entries of the feed that it has not looked at
 * @param deferredKeys ordering keys that wait for their next attempt
 * @param deferredPositions entries that wait with them
 * @param openUntil when a destination that is given up for now is tried again
 */
public record Status(
    SortedMap<Integer, Long> next,
    long behind,
    int deferredKeys,
    int deferredPositions,
    Optional<Instant> openUntil) {
  public Status {
    next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
  }

  static Status of(Line line, long behind) {
    Optional<Instant> until =
        line.breaker() instanceof Breaker.Open open ? Optional.of(open.until()) : Optional.empty();
    return new Status(
        line.bookmark(), behind, line.standing().keys(), line.standing().positions(), until);
  }
}
