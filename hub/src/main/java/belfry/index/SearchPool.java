package belfry.index;

import belfry.journal.Busy;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few platform threads that searches run on, since they compute. Callers wait on threads of their
 * own; who stops waiting raises a flag, the thread in the index is never interrupted.
 */
final class SearchPool implements AutoCloseable {
  /** Searches that wait for a thread, at most. */
  static final int QUEUE_MAX = 64;

  private static final Duration BUSY_AFTER = Duration.ofSeconds(1);

  private final ThreadPoolExecutor threads;

  /** What runs on the pool. */
  interface Task<T> {
    T run(Cancel cancel) throws IOException, Busy, InterruptedException;
  }

  SearchPool(int size) {
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_MAX),
            Thread.ofPlatform().name("search-", 0).daemon().factory());
  }

  /**
   * Runs a task and waits for it.
   *
   * @throws Busy if too many wait already
   */
  <T> T run(Task<T> task) throws IOException, Busy, InterruptedException {
    var cancel = new Cancel();
    var result =
        new FutureTask<T>(
            () -> {
              cancel.check();
              return task.run(cancel);
            });
    try {
      threads.execute(result);
    } catch (RejectedExecutionException e) {
      throw new Busy(
          "search: " + QUEUE_MAX + " searches wait already (expected: fewer)", BUSY_AFTER);
    }
    try {
      return result.get();
    } catch (InterruptedException e) {
      cancel.raise();
      throw e;
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  private static RuntimeException unwrapped(ExecutionException e)
      throws IOException, Busy, InterruptedException {
    switch (e.getCause()) {
      case IOException cause -> throw cause;
      case Busy cause -> throw cause;
      case InterruptedException cause -> throw cause;
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case null, default -> throw new IllegalStateException(e);
    }
  }

  /** Searches that wait for a thread. */
  int waiting() {
    return threads.getQueue().size();
  }

  /** Searches that have one. */
  int running() {
    return threads.getActiveCount();
  }

  /** Lets those that run finish; later ones are busy. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
