package belfry.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import belfry.journal.Busy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Searches on few threads. */
class SearchPoolTest {
  @Test
  void refusesMoreThanMayWait() throws Exception {
    var release = new CountDownLatch(1);
    var done = new AtomicInteger();
    var callers = new ArrayList<Thread>();
    try (var pool = new SearchPool(1)) {
      SearchPool.Task<Integer> blocked =
          cancel -> {
            release.await();
            return done.incrementAndGet();
          };
      callers.add(Thread.ofVirtual().start(() -> run(pool, blocked)));
      await().until(() -> pool.running() == 1);
      for (int i = 0; i < SearchPool.QUEUE_MAX; i++) {
        callers.add(Thread.ofVirtual().start(() -> run(pool, blocked)));
      }
      await().until(() -> pool.waiting() == SearchPool.QUEUE_MAX);

      assertThatThrownBy(() -> pool.run(blocked))
          .isInstanceOf(Busy.class)
          .hasMessage("search: 64 searches wait already (expected: fewer)");
      release.countDown();
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(done).hasValue(1 + SearchPool.QUEUE_MAX);
    }
  }

  private static void run(SearchPool pool, SearchPool.Task<Integer> task) {
    try {
      pool.run(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | Busy e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoStopsWaitingCancelsWithoutInterruptingTheSearch() throws Exception {
    var started = new CountDownLatch(1);
    var ended = new AtomicReference<Throwable>();
    try (var pool = new SearchPool(1)) {
      var caller =
          Thread.ofVirtual()
              .start(
                  () ->
                      run(
                          pool,
                          cancel -> {
                            started.countDown();
                            try {
                              while (true) {
                                cancel.check();
                                Thread.onSpinWait();
                              }
                            } catch (CancellationException e) {
                              ended.set(e);
                              assertThat(Thread.currentThread().isInterrupted()).isFalse();
                              throw e;
                            }
                          }));
      started.await();
      caller.interrupt();
      caller.join();
      await().untilAsserted(() -> assertThat(ended.get()).isNotNull());
    }
  }

  @Test
  void handsErrorsToTheCaller() {
    try (var pool = new SearchPool(1)) {
      assertThatThrownBy(
              () ->
                  pool.run(
                      cancel -> {
                        throw new IOException("disk");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("disk");
    }
  }
}
