package belfry.index;

import belfry.feed.Reading;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Decodes entries ahead of the indexer on a thread of its own: from the last of a batch backwards,
 * while the indexer comes from the other side. A reading is decoded once, by whoever is first, and
 * keeps the result, so the two need not agree on anything.
 */
final class ReadAhead implements AutoCloseable {
  /** Smaller batches are not worth waking a thread. */
  private static final int BATCH_MIN = 64;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("index-read-ahead").daemon().factory());

  /** Which batch is wanted. Written by the indexer alone. */
  private volatile int turn = 1;

  /** Begins with a batch. The caller ends it with {@link #end}. */
  void begin(List<Reading> readings) {
    if (readings.size() >= BATCH_MIN) {
      int mine = turn;
      thread.execute(() -> decode(readings, mine));
    }
  }

  /** What is not decoded yet is not wanted any more. */
  void end() {
    int next = turn + 1;
    turn = next;
  }

  private void decode(List<Reading> readings, int mine) {
    for (int i = readings.size() - 1; i >= 0 && turn == mine; i--) {
      readings.get(i).audit();
    }
  }

  @Override
  public void close() {
    end();
    thread.close();
  }
}
