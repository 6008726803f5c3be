package belfry.index;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.feed.Reading;
import belfry.filter.Filter;
import belfry.filter.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random entries of three partitions with holes, as a journal would number them. */
final class Entries {
  static final int PARTITIONS = 3;

  private final Random random;
  private final RandomEvents events;
  private final long[] next = new long[PARTITIONS];
  private Instant now = RandomEvents.TIME;

  Entries(long seed) {
    random = new Random(seed);
    events = new RandomEvents(seed);
  }

  List<Reading> take(int count) {
    var readings = new ArrayList<Reading>(count);
    for (int i = 0; i < count; i++) {
      Event event = events.next();
      int partition = random.nextInt(PARTITIONS);
      var position = new Position(partition, next[partition] + random.nextInt(3));
      next[partition] = position.offset() + 1;
      now = now.plusNanos(random.nextInt(3) * 7_000_000L);
      var entry = new Entry(position, now, Payload.EMPTY, event);
      readings.add(new Reading(entry, RecordDialect.DIALECTS));
    }
    return readings;
  }

  static Selection all() {
    return selection(Filter.ALL);
  }

  static Selection selection(Filter filter) {
    return new Selection(View.ALL, filter, Range.ALL);
  }
}
