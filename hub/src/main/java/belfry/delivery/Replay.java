package belfry.delivery;

import static java.util.Objects.requireNonNull;

import belfry.event.Position;
import belfry.filter.Filter;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A range of the journal that is sent once more into the destination of a subscription: a second
 * line beside the subscription's own, with the same retries and dead letters, that ends with its
 * range. It goes on after a restart where it stood.
 *
 * @param subscription whose destination, rights, order and retries
 * @param id a number, new within the subscription
 * @param from by partition the first offset
 * @param until by partition the offset after the last
 * @param filter which entries of the range, of those that the subscription wants
 * @param perSecond entries a second at most; 0 for the subscription's own rate
 * @param began when somebody asked for it
 */
public record Replay(
    String subscription,
    String id,
    SortedMap<Integer, Long> from,
    SortedMap<Integer, Long> until,
    Filter filter,
    int perSecond,
    Instant began) {
  /** Between the name of a subscription, which cannot have it, and the number of a replay. */
  private static final char SEPARATOR = '@';

  public Replay {
    requireNonNull(subscription, "subscription");
    requireNonNull(id, "id");
    requireNonNull(filter, "filter");
    requireNonNull(began, "began");
    from = Collections.unmodifiableSortedMap(new TreeMap<>(from));
    until = Collections.unmodifiableSortedMap(new TreeMap<>(until));
    if (perSecond < 0) {
      throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: 0 or more)");
    }
  }

  /**
   * What to replay.
   *
   * @param from where the range begins
   * @param until where it ends: at an entry or time it is the first that is not in it, at a cursor
   *     what the cursor has read is; {@link Start.Now} for all there is now
   * @param filter which of its entries
   * @param perSecond entries a second at most; 0 for the subscription's own rate
   */
  public record Request(Start from, Start until, Filter filter, int perSecond) {}

  /** What became of it. */
  public enum State {
    /** It delivers, or tries again what failed. */
    RUNNING,
    /** The subscription is paused or disabled, and this with it. */
    WAITING,
    /** All of the range is delivered or a dead letter. */
    DONE,
    /** Somebody ended it. What it has sent is sent. */
    CANCELLED
  }

  /**
   * How far it is.
   *
   * @param next by partition, everything before is delivered, deferred or a dead letter
   * @param delivered entries so far
   * @param parked dead letters so far
   * @param deferred entries that wait for their next attempt
   * @param ended when it did
   */
  public record Progress(
      Replay replay,
      State state,
      SortedMap<Integer, Long> next,
      long delivered,
      long parked,
      int deferred,
      Optional<Instant> ended) {
    /** The part of the range's offsets that is behind it, 0 to 1. */
    public double share() {
      long all = 0;
      long passed = 0;
      for (var end : replay.until.entrySet()) {
        long first = Math.min(replay.from.getOrDefault(end.getKey(), 0L), end.getValue());
        long at = next.getOrDefault(end.getKey(), first);
        all += end.getValue() - first;
        passed += Math.clamp(at, first, end.getValue()) - first;
      }
      return all == 0 ? 1 : (double) passed / all;
    }
  }

  /** What its standing is called by. */
  String key() {
    return subscription + SEPARATOR + id;
  }

  /** Whose standing it is that is called by this: the subscription's own or one of its replays. */
  static String owner(String key) {
    int at = key.indexOf(SEPARATOR);
    return at < 0 ? key : key.substring(0, at);
  }

  /** Whether an entry is before the range's end. */
  boolean covers(Position position) {
    return position.offset() < until.getOrDefault(position.partition(), 0L);
  }

  /** Whether who has read up to there has read the range. */
  boolean isRead(SortedMap<Integer, Long> next) {
    return until.entrySet().stream()
        .allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  /** The subscription that its line works for. */
  Subscription on(Subscription own) {
    var limits = own.limits();
    int rate = perSecond == 0 ? limits.perSecond() : perSecond;
    return own.withFilter(own.filter().and(filter)).withLimits(limits.withPerSecond(rate));
  }
}
