package belfry.http.live;

import belfry.event.Cursor;
import belfry.feed.Reading;
import belfry.filter.View;
import belfry.tail.Tail;
import belfry.tail.TailEnded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A tail with what its listener wanted. Used by one thread; {@link #close} may come from any. */
final class Following implements AutoCloseable {
  /** Most events that are written in one go. */
  static final int BATCH_MAX = 256;

  private final Tail tail;
  private final Wanted wanted;
  private final Supplier<View> rights;

  Following(Tail tail, Wanted wanted, Supplier<View> rights) {
    this.tail = tail;
    this.wanted = wanted;
    this.rights = rights;
  }

  /** The next events that were wanted; empty if none came in time. */
  List<Reading> next(Duration wait) throws TailEnded, InterruptedException {
    List<Reading> readings = tail.poll(BATCH_MAX, wait);
    for (int i = 0; i < readings.size(); i++) {
      if (!wanted.matches(readings.get(i).entry().event())) {
        return matching(readings);
      }
    }
    return readings;
  }

  private List<Reading> matching(List<Reading> readings) {
    var matching = new ArrayList<Reading>(readings.size());
    for (Reading reading : readings) {
      if (wanted.matches(reading.entry().event())) {
        matching.add(reading);
      }
    }
    return matching;
  }

  String format() {
    return wanted.format();
  }

  /** Whether the listener may not see anything any more. */
  boolean denied() {
    return rights.get().equals(View.NONE);
  }

  Cursor cursor() {
    return tail.cursor();
  }

  @Override
  public void close() {
    tail.close();
  }
}
