package belfry.index;

import belfry.os.Priority;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes searchable and durable what was added, on a thread of its own while the indexer goes on
 * adding: writing out a second's segment costs a fifth of the time that adding it does.
 */
final class Refresher implements AutoCloseable {
  private final LuceneIndex index;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Priority.BACKGROUND.threads("index-refresh"));
  private Future<?> running = thread.submit(() -> {});

  Refresher(LuceneIndex index) {
    this.index = index;
  }

  /**
   * Begins a refresh if there is something to do and none is under way.
   *
   * @throws IOException if the last one failed
   * @throws RuntimeException if the last one failed by a bug of ours or of Lucene's
   */
  void begin() throws IOException, InterruptedException {
    if (!running.isDone()) {
      return;
    }
    try {
      running.get();
    } catch (ExecutionException e) {
      throw cause(e);
    }
    if (index.isDirty()) {
      running =
          thread.submit(
              () -> {
                index.refresh();
                return index;
              });
    }
  }

  private static IOException cause(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException bug) {
      throw bug;
    }
    return e.getCause() instanceof IOException failed ? failed : new IOException(e);
  }

  /** Waits for the last one. */
  @Override
  public void close() {
    thread.close();
  }
}
