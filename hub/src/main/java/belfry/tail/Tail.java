package belfry.tail;

import belfry.event.Cursor;
import belfry.feed.Reading;
import java.time.Duration;
import java.util.List;

/** One live reader. Used by one thread, but {@link #close} may come from any. */
public interface Tail extends AutoCloseable {
  /**
   * The next entries that the filter and the view let through, in journal order, at most {@code
   * max}; waits up to {@code wait} for the first.
   *
   * @return empty if none came in time
   * @throws TailEnded when the reader is behind by more than its limit, retention overtook it, or
   *     the hub stops
   */
  List<Reading> poll(int max, Duration wait) throws TailEnded, InterruptedException;

  /**
   * Where it stands: a tail opened with this cursor goes on without a gap or a repetition. For a
   * cursor behind each entry take the one before the poll and move it on by {@link Cursor#after}.
   */
  Cursor cursor();

  @Override
  void close();
}
