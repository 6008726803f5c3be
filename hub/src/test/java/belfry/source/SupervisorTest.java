package belfry.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.intake.Intake;
import belfry.journal.Busy;
import belfry.metrics.Metrics;
import belfry.testing.RecordingIntake;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisorTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(10);

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  /** As many pauses end as it has permits. */
  private final Semaphore pause = new Semaphore(0);

  private final Metrics metrics = new Metrics();
  private final Supervisor supervisor =
      new Supervisor(
          new RecordingIntake(),
          now::get,
          new Random(1),
          metrics,
          time -> {
            pauses.add(time);
            pause.acquire();
            now.updateAndGet(before -> before.plus(time));
          },
          Duration.ofMillis(500));

  @AfterEach
  void close() {
    supervisor.close();
  }

  private SourceStatus status() {
    return supervisor.status().getFirst();
  }

  private void awaitPauses(int count) {
    Awaitility.await().atMost(SOON).until(() -> pauses.size() >= count);
  }

  private static Source failing() {
    return intake -> {
      throw new IOException("no route to host");
    };
  }

  @Test
  void aSourceThatFailsIsRunAgainAfterTwiceTheTime() {
    pause.release(13);
    supervisor.start("lab", failing());
    awaitPauses(14);

    double most = 0.2;
    for (Duration pause : pauses) {
      assertThat(pause.toNanos() / 1e9).isBetween(most / 2, most);
      most = Math.min(60, most * 2);
    }
    assertThat(pauses.getLast()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    assertThat(status().runs()).isEqualTo(14);
    assertThat(status().failures()).isEqualTo(14);
    assertThat(metrics.prometheusText())
        .contains("belfry_source_failures_total{source=\"lab\"} 14")
        .contains("belfry_source_running{source=\"lab\"} 0");
  }

  @Test
  void theWaitBeginsAnewAfterARunOfAMinute() {
    var runs = new AtomicInteger();
    pause.release(10);
    supervisor.start(
        "lab",
        intake -> {
          if (runs.incrementAndGet() == 10) {
            now.updateAndGet(before -> before.plusSeconds(60));
          }
          throw new IOException("gone");
        });
    awaitPauses(11);

    assertThat(pauses.get(8)).isGreaterThan(Duration.ofSeconds(20));
    assertThat(pauses.get(9)).isLessThanOrEqualTo(Duration.ofMillis(200));
    assertThat(pauses.get(10)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
  }

  @Test
  void anIntakeThatIsBusySaysHowLongToWait() {
    pause.release(2);
    supervisor.start(
        "lab",
        intake -> {
          throw new Busy("full", Duration.ofSeconds(2));
        });
    awaitPauses(3);

    assertThat(pauses)
        .allSatisfy(
            time -> assertThat(time).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_500)));
  }

  @Test
  void aConversationThatEndsBeginsAgain() {
    var ends = new AtomicInteger();
    pause.release(1);
    supervisor.start("lab", intake -> ends.incrementAndGet());
    awaitPauses(2);

    assertThat(ends.get()).isEqualTo(2);
    assertThat(status().failures()).isZero();
    assertThat(status().lastFailure()).isEmpty();
  }

  @Test
  void aMistakeOfOursStopsTheSourceVisibly() {
    supervisor.start(
        "lab",
        intake -> {
          throw new IllegalStateException("never");
        });

    Awaitility.await().atMost(SOON).until(() -> status().state() instanceof SourceState.Down);
    assertThat(status().state()).isEqualTo(new SourceState.Down("IllegalStateException: never"));
    assertThat(status().runs()).isOne();
    assertThat(status().lastFailure()).contains("IllegalStateException: never");
    assertThat(pauses).isEmpty();
  }

  @Test
  void oneThatIsDownHarmsNoOther() {
    var runs = new AtomicInteger();
    supervisor.start(
        "bad",
        intake -> {
          throw new IllegalStateException("never");
        });
    supervisor.start("good", intake -> runs.incrementAndGet());
    pause.release(3);
    awaitPauses(4);

    assertThat(runs.get()).isEqualTo(4);
    assertThat(supervisor.status()).extracting(SourceStatus::name).containsExactly("bad", "good");
  }

  @Test
  void whatASourceDoesIsVisible() throws Exception {
    var entered = new CountDownLatch(1);
    var fail = new CountDownLatch(1);
    supervisor.start(
        "lab",
        intake -> {
          entered.countDown();
          fail.await();
          throw new IOException("no route to host");
        });
    entered.await();
    assertThat(status())
        .isEqualTo(
            new SourceStatus(
                "lab",
                new SourceState.Running(START),
                1,
                0,
                Optional.empty(),
                Measured.Measures.NONE));

    fail.countDown();
    awaitPauses(1);
    assertThat(status().state())
        .isEqualTo(new SourceState.Waiting(START.plus(pauses.getFirst()), "no route to host"));
    assertThat(status().lastFailure()).contains("no route to host");

    supervisor.close();
    assertThat(status().state()).isEqualTo(new SourceState.Stopped());
  }

  @Test
  void theSameFailureIsLoggedOnceUntilTheSourceRanWell() {
    var logged = new CopyOnWriteArrayList<String>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(Supervised.class.getName());
    logger.addHandler(handler);
    try {
      var runs = new AtomicInteger();
      pause.release(9);
      supervisor.start(
          "lab",
          intake -> {
            if (runs.incrementAndGet() == 8) {
              now.updateAndGet(before -> before.plusSeconds(60));
            }
            throw new IOException(runs.get() < 6 ? "refused" : "no route to host");
          });
      awaitPauses(10);
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(logged).hasSize(3).allMatch(line -> line.startsWith("source ended"));
    assertThat(status().failures()).isEqualTo(10);
  }

  @Test
  void closingEndsThoseThatRunAndThoseThatWait() throws Exception {
    var entered = new CountDownLatch(1);
    supervisor.start(
        "runs",
        intake -> {
          entered.countDown();
          new CountDownLatch(1).await();
        });
    supervisor.start("waits", failing());
    entered.await();
    awaitPauses(1);

    supervisor.close();

    assertThat(supervisor.status())
        .extracting(SourceStatus::state)
        .containsOnly(new SourceState.Stopped());
    assertThat(pauses).hasSize(1);
  }

  @Test
  void closingWaitsNoLongerThanItsLimitForOneThatDoesNotEnd() {
    var free = new AtomicBoolean();
    var closed = new AtomicBoolean();
    supervisor.start("stubborn", new Stubborn(free, closed));
    Awaitility.await().atMost(SOON).until(() -> status().runs() == 1);

    long before = System.nanoTime();
    supervisor.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(5));
    assertThat(closed).isFalse();
    free.set(true);
  }

  private record Stubborn(AtomicBoolean free, AtomicBoolean closed)
      implements Source, AutoCloseable {
    @Override
    public void run(Intake intake) {
      while (!free.get()) {
        Thread.onSpinWait();
        Thread.yield();
      }
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  @Test
  void whatASourceKeepsIsClosedAfterItsLastRun() {
    var order = new ArrayList<String>();
    class Keeping implements Source, AutoCloseable {
      @Override
      public void run(Intake intake) throws InterruptedException {
        try {
          new CountDownLatch(1).await();
        } finally {
          order.add("run ended");
        }
      }

      @Override
      public void close() {
        order.add("closed");
      }
    }
    supervisor.start("lab", new Keeping());
    Awaitility.await().atMost(SOON).until(() -> status().runs() == 1);
    supervisor.close();

    assertThat(order).last().isEqualTo("closed");
  }

  @Test
  void namesAreUniqueAndNothingStartsAfterTheEnd() {
    supervisor.start("lab", failing());
    assertThatThrownBy(() -> supervisor.start("lab", failing()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source: lab (expected: none of [lab])");
    supervisor.close();
    assertThatThrownBy(() -> supervisor.start("other", failing()))
        .isInstanceOf(IllegalStateException.class);
  }
}
