package belfry.index;

import belfry.filter.Expression.Moment;
import belfry.filter.Expression.Order;
import belfry.filter.Field;
import java.time.Instant;
import org.apache.lucene.document.NumericDocValuesField;

/**
 * Comparisons of times. The index keeps the recorded time in nanoseconds, so these are exact, and
 * the time of the event in whole milliseconds, so within the millisecond of the moment it cannot
 * tell.
 */
final class TimeBounds {
  private TimeBounds() {}

  static Bounds of(Field field, Order order, Moment moment) {
    return switch (moment) {
      case Moment.At(var instant) ->
          field == Field.RECORDED_TIME ? recorded(order, instant) : event(order, instant);
      case Moment.FromRecorded fromRecorded -> Bounds.UNKNOWN;
    };
  }

  private static Bounds recorded(Order order, Instant instant) {
    return within(Leaf.RECORDED, order, Place.nanos(instant));
  }

  private static Bounds event(Order order, Instant instant) {
    long millis = Documents.millis(instant);
    boolean whole = Instant.ofEpochMilli(millis).equals(instant);
    return switch (order) {
      case LESS -> whole ? less(millis) : between(less(millis), atMost(millis));
      case AT_LEAST -> whole ? less(millis).not() : between(less(millis), atMost(millis)).not();
      case AT_MOST -> between(less(millis), atMost(millis));
      case GREATER -> between(less(millis), atMost(millis)).not();
      case EQUAL -> Bounds.atMost(within(Documents.TIME, Order.EQUAL, millis).may());
    };
  }

  private static Bounds less(long millis) {
    return within(Documents.TIME, Order.LESS, millis);
  }

  private static Bounds atMost(long millis) {
    return within(Documents.TIME, Order.AT_MOST, millis);
  }

  private static Bounds between(Bounds must, Bounds may) {
    return new Bounds(may.may(), must.must(), false);
  }

  private static Bounds within(String name, Order order, long value) {
    return switch (order) {
      case EQUAL -> range(name, value, value);
      case LESS ->
          value == Long.MIN_VALUE ? Bounds.NOTHING : range(name, Long.MIN_VALUE, value - 1);
      case AT_MOST -> range(name, Long.MIN_VALUE, value);
      case GREATER ->
          value == Long.MAX_VALUE ? Bounds.NOTHING : range(name, value + 1, Long.MAX_VALUE);
      case AT_LEAST -> range(name, value, Long.MAX_VALUE);
    };
  }

  private static Bounds range(String name, long from, long to) {
    return Bounds.exactly(NumericDocValuesField.newSlowRangeQuery(name, from, to));
  }
}
