package belfry.source;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import belfry.event.Malformed;
import belfry.intake.Intake;
import belfry.journal.Busy;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** One source on its thread: run, wait, run again. */
final class Supervised {
  private static final System.Logger LOG = System.getLogger(Supervised.class.getName());

  private final String name;
  private final Source source;
  private final InstantSource clock;
  private final Pause pause;
  private final BackOff backOff;
  private final Counter runs;
  private final Counter failures;
  private volatile SourceState state;
  private volatile String lastFailure = "";
  private volatile boolean stopping;

  /** What was logged last; the same is not logged again before a good run. Of the thread alone. */
  private String logged = "";

  private long endedInRow;

  Supervised(
      String name,
      Source source,
      InstantSource clock,
      Pause pause,
      BackOff backOff,
      Metrics metrics) {
    this.name = name;
    this.source = source;
    this.clock = clock;
    this.pause = pause;
    this.backOff = backOff;
    state = new SourceState.Running(clock.instant());
    var labels = Map.of("source", name);
    runs = metrics.counter("belfry_source_runs_total", "Runs of a source.", labels);
    failures = metrics.counter("belfry_source_failures_total", "Runs that failed.", labels);
    metrics.gauge(
        "belfry_source_running",
        "1 while a source runs.",
        labels,
        () -> state instanceof SourceState.Running ? 1 : 0);
  }

  SourceStatus status() {
    return new SourceStatus(
        name,
        state,
        runs.value(),
        failures.value(),
        Optional.of(lastFailure).filter(text -> !text.isEmpty()),
        source instanceof Measured measured ? measured.measures() : Measured.Measures.NONE);
  }

  /** The next end of a run is the last one. */
  void stop() {
    stopping = true;
  }

  void loop(Intake intake) {
    SourceState end = new SourceState.Stopped();
    try {
      while (!stopping) {
        Instant began = clock.instant();
        state = new SourceState.Running(began);
        runs.add();
        Ended ended = once(intake, began);
        if (!stopping) {
          state = new SourceState.Waiting(clock.instant().plus(ended.delay()), ended.reason());
          pause.await(ended.delay());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      end = new SourceState.Down(failed(text(e)));
      LOG.log(ERROR, "source stopped by a mistake of the hub source=" + name, e);
    } finally {
      state = end;
    }
  }

  /** How a run ended, and how long to wait for the next. */
  private record Ended(Duration delay, String reason) {}

  private Ended once(Intake intake, Instant began) throws InterruptedException {
    try {
      source.run(intake);
      return again(began, "the other side ended the conversation");
    } catch (Busy e) {
      return ended(backOff.afterBusy(e.after()), failed(text(e)));
    } catch (IOException | Malformed e) {
      return again(began, failed(text(e)));
    }
  }

  private Ended again(Instant began, String reason) {
    Duration ran = Duration.between(began, clock.instant());
    if (ran.compareTo(BackOff.RAN_WELL) >= 0) {
      logged = "";
      endedInRow = 0;
    }
    return ended(backOff.afterFailure(ran), reason);
  }

  private Ended ended(Duration delay, String reason) {
    endedInRow++;
    if (!stopping && !reason.equals(logged)) {
      LOG.log(
          WARNING,
          "source ended, will run again source={0} nextIn={1} inRow={2} reason={3}",
          name,
          delay,
          endedInRow,
          reason);
      logged = reason;
    }
    return new Ended(delay, reason);
  }

  private String failed(String reason) {
    if (!stopping) {
      failures.add();
      lastFailure = reason;
    }
    return reason;
  }

  private static String text(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() || e instanceof RuntimeException
        ? e.getClass().getSimpleName() + ": " + message
        : message;
  }

  /** Ends what the source keeps between its runs. */
  void close() {
    if (source instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        LOG.log(WARNING, "source not closed source=" + name, e);
      }
    }
    LOG.log(INFO, "source stopped source={0} runs={1}", name, runs.value());
  }
}
