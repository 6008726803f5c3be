package belfry;

import static java.lang.System.Logger.Level.WARNING;

import belfry.journal.FileJournal;
import belfry.journal.Retention;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets the journal forget what the settings say, now and then. */
final class Retaining implements AutoCloseable {
  /** How often it looks. */
  static final Duration EVERY = Duration.ofMinutes(10);

  private static final System.Logger LOG = System.getLogger(Retaining.class.getName());

  /** What may be forgotten at the moment. */
  @FunctionalInterface
  interface Policy {
    Retention now() throws IOException;
  }

  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private Retaining(FileJournal journal, Policy policy) {
    thread = Thread.ofPlatform().daemon().name("retention").unstarted(() -> run(journal, policy));
  }

  static Retaining start(FileJournal journal, Policy policy) {
    var retaining = new Retaining(journal, policy);
    retaining.thread.start();
    return retaining;
  }

  private void run(FileJournal journal, Policy policy) {
    try {
      do {
        retain(journal, policy);
      } while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void retain(FileJournal journal, Policy policy) {
    try {
      Retention now = policy.now();
      if (now.forgets()) {
        journal.retain(now);
      }
    } catch (IOException e) {
      LOG.log(WARNING, "retention failed error=" + e.getMessage());
    }
  }

  /** Waits until it does nothing any more; never interrupts it at the disk. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
