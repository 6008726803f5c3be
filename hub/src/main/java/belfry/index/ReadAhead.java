package belfry.index;

import belfry.feed.Reading;
import belfry.os.Priority;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Decodes the next batch on a thread of its own while the indexer adds the one before, so that
 * adding is all that the indexer's thread has to do. A reading keeps what was decoded.
 */
final class ReadAhead implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Priority.backgroundThreads("index-read-ahead"));

  /** Begins with a batch. */
  Future<?> begin(List<Reading> readings) {
    return thread.submit(() -> readings.forEach(Reading::audit));
  }

  /**
   * Waits until a batch is decoded.
   *
   * @throws RuntimeException if decoding one failed by a bug of ours
   */
  void await(Future<?> batch) throws InterruptedException {
    try {
      batch.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException bug ? bug : new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
