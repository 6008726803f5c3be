package belfry.journal;

import belfry.event.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Reads one partition in order and without gaps. Not thread-safe; one thread per reader. */
public interface Reader extends AutoCloseable {
  /**
   * The next durable entries, at most {@code max}; waits up to {@code wait} for the first. Erased
   * entries are skipped.
   *
   * @return empty if none came in time or the journal was closed
   * @throws Expired if retention overtook this reader
   * @throws Damaged if the next block cannot be read; the reader stands behind it afterwards
   */
  List<Entry> poll(int max, Duration wait) throws IOException, Expired, InterruptedException;

  /** The first offset that {@link #poll} has not passed yet. */
  long next();

  @Override
  void close();
}
