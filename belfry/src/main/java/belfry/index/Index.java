package belfry.index;

import belfry.feed.Reading;
import belfry.filter.Filter;
import belfry.filter.View;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A disposable index over the journal. Adding twice is adding once. Thread-safe. */
public interface Index extends AutoCloseable {
  /** Adds entries of one partition, in order. */
  void add(List<Reading> readings) throws IOException;

  /** The first offset of a partition that is not searchable yet. */
  long indexedTo(int partition);

  /** The positions that match up to {@link #indexedTo}, in the order asked for. */
  Hits search(View view, Query query) throws IOException;

  /** Counts of what matches up to {@link #indexedTo}; {@code field} by its name in filters. */
  Histogram histogram(
      View view, Filter filter, Instant since, Instant until, Duration step, Optional<String> field)
      throws IOException;

  @Override
  void close() throws IOException;

  /** Positions found, and whether there are more behind the last. */
  record Hits(List<belfry.event.Position> positions, boolean more) {
    public Hits {
      positions = List.copyOf(positions);
    }
  }
}
