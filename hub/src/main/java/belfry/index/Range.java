package belfry.index;

import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of the order everywhere, half-open. Time bounds and the end of the page before are one
 * thing here.
 *
 * @param from inclusive
 * @param to exclusive
 */
record Range(Place from, Place to) {
  static final Range ALL = new Range(Place.FIRST, Place.LAST);

  static Range of(Optional<Instant> since, Optional<Instant> until) {
    return new Range(
        since.map(Place::before).orElse(Place.FIRST), until.map(Place::before).orElse(Place.LAST));
  }

  boolean contains(Place place) {
    return place.compareTo(from) >= 0 && place.compareTo(to) < 0;
  }

  boolean isEmpty() {
    return from.compareTo(to) >= 0;
  }

  /** What is left of this range after a page that ended with {@code last}. */
  Range after(Place last, Query.Order order) {
    return switch (order) {
      case NEWEST_FIRST -> last.compareTo(to) < 0 ? new Range(from, last) : this;
      case OLDEST_FIRST -> last.compareTo(from) >= 0 ? new Range(last.next(), to) : this;
    };
  }
}
