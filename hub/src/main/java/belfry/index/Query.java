package belfry.index;

import static java.util.Objects.requireNonNull;

import belfry.filter.Filter;
import java.time.Instant;
import java.util.Optional;

/**
 * What to look for.
 *
 * @param filter which events
 * @param since recorded at or after this time
 * @param until recorded before this time: ranges are half-open
 * @param order newest first or oldest first
 * @param limit 1 to {@value #LIMIT_MAX}
 * @param after the {@link Page#next} of the page before; empty for the first page
 */
public record Query(
    Filter filter,
    Optional<Instant> since,
    Optional<Instant> until,
    Order order,
    int limit,
    Optional<String> after) {

  /** Most entries on one page. */
  public static final int LIMIT_MAX = 1000;

  /** By journal order. */
  public enum Order {
    NEWEST_FIRST,
    OLDEST_FIRST
  }

  public Query {
    requireNonNull(filter, "filter");
    requireNonNull(order, "order");
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + LIMIT_MAX + ")");
    }
  }
}
