package belfry.delivery;

import static java.util.Objects.requireNonNull;

import belfry.filter.Filter;
import belfry.filter.View;
import java.time.Duration;

/**
 * Which entries go to one destination, and how. Where to is the wiring's to know: it opens the sink
 * by the name.
 *
 * @param name 1 to {@value #NAME_CHARS_MAX} of {@code A-Z a-z 0-9 . _ -}, not first a dot
 * @param filter which entries
 * @param view whose rights it reads with
 * @param format the dialect they are sent in
 * @param order which of them must not overtake each other
 * @param retry when a failed one is tried again
 * @param start where it begins when it is new; later its bookmark counts
 * @param paused whether it stands still
 * @param limits how much at once and how fast
 */
public record Subscription(
    String name,
    Filter filter,
    View view,
    String format,
    Order order,
    RetryPolicy retry,
    Start start,
    boolean paused,
    Limits limits) {

  /** Longest name, in characters. */
  public static final int NAME_CHARS_MAX = 63;

  /** Most attempts of one subscription at the same time. */
  public static final int CONCURRENCY_MAX = 64;

  /**
   * How much at once and how fast.
   *
   * @param concurrency attempts at the same time, 1 to {@value Subscription#CONCURRENCY_MAX};
   *     entries of one ordering key are never under way twice
   * @param perSecond entries a second at most; 0 for as fast as it goes
   * @param holdMax how long the journal keeps an entry beyond its retention for this subscription,
   *     since it was recorded; zero for not at all
   */
  public record Limits(int concurrency, int perSecond, Duration holdMax) {
    /** How long retention waits unless something else is said. */
    public static final Duration HOLD_MAX = Duration.ofDays(7);

    /** One attempt at a time, as fast as it goes. */
    public static final Limits ONE = new Limits(1, 0);

    public Limits(int concurrency, int perSecond) {
      this(concurrency, perSecond, HOLD_MAX);
    }

    public Limits withPerSecond(int value) {
      return new Limits(concurrency, value, holdMax);
    }

    public Limits withHoldMax(Duration value) {
      return new Limits(concurrency, perSecond, value);
    }

    public Limits {
      if (concurrency < 1 || concurrency > CONCURRENCY_MAX) {
        throw new IllegalArgumentException(
            "concurrency: " + concurrency + " (expected: 1 to " + CONCURRENCY_MAX + ")");
      }
      if (perSecond < 0) {
        throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: 0 or more)");
      }
      if (holdMax.isNegative()) {
        throw new IllegalArgumentException("holdMax: " + holdMax + " (expected: 0 s or more)");
      }
    }
  }

  public Subscription {
    requireNonNull(filter, "filter");
    requireNonNull(view, "view");
    requireNonNull(format, "format");
    requireNonNull(order, "order");
    requireNonNull(retry, "retry");
    requireNonNull(start, "start");
    requireNonNull(limits, "limits");
    if (name.length() > NAME_CHARS_MAX || !name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException(
          "name: "
              + name
              + " (expected: 1 to "
              + NAME_CHARS_MAX
              + " of A-Z a-z 0-9 . _ -, not first a dot)");
    }
  }

  /** By source in order, standard retries, one at a time, from now on. */
  public static Subscription of(String name, Filter filter, View view, String format) {
    return new Subscription(
        name,
        filter,
        view,
        format,
        Order.SOURCE,
        RetryPolicy.STANDARD,
        new Start.Now(),
        false,
        Limits.ONE);
  }

  public Subscription withFilter(Filter value) {
    return new Subscription(name, value, view, format, order, retry, start, paused, limits);
  }

  public Subscription withOrder(Order value) {
    return new Subscription(name, filter, view, format, value, retry, start, paused, limits);
  }

  public Subscription withRetry(RetryPolicy value) {
    return new Subscription(name, filter, view, format, order, value, start, paused, limits);
  }

  public Subscription withStart(Start value) {
    return new Subscription(name, filter, view, format, order, retry, value, paused, limits);
  }

  public Subscription withPaused(boolean value) {
    return new Subscription(name, filter, view, format, order, retry, start, value, limits);
  }

  public Subscription withLimits(Limits value) {
    return new Subscription(name, filter, view, format, order, retry, start, paused, value);
  }
}
