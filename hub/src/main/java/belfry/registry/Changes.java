package belfry.registry;

import belfry.event.Cursor;
import belfry.journal.Expired;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Reads changes in the order in which they were made, each once. Not thread-safe, but may be closed
 * by another thread.
 *
 * <p>To do something exactly once for each change, keep {@link #next} after it was done and begin
 * there after a crash; what was done between doing and keeping comes again, with the same {@link
 * Change#version}, so make the id of what is done from that.
 */
public interface Changes extends AutoCloseable {
  /**
   * The next changes, at most {@code max}; waits up to {@code wait} for the first. What is returned
   * is seen by {@link Registry#get} too, or something newer.
   *
   * @return empty if none came in time, or this or the registry was closed
   * @throws Expired if the journal was told to forget what was not read yet
   */
  List<Change> poll(int max, Duration wait) throws IOException, Expired, InterruptedException;

  /** Where to go on after all that {@link #poll} has returned. */
  Cursor next();

  @Override
  void close();
}
