package belfry.source;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import belfry.intake.Intake;
import belfry.metrics.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Runs sources, each on a virtual thread of its own, and runs them again when they end: the one
 * restart loop for all of them. Thread-safe.
 *
 * <p>Between two runs it waits, 0.1 s at first, twice as long after each failure, at most 60 s; as
 * the first time again after a run of a minute. Intake that is busy says itself how long. A source
 * that throws what only our own mistakes throw stays down, visibly. The same failure is logged once
 * and then counted.
 */
public final class Supervisor implements AutoCloseable {
  /** So long {@link #close} waits for all sources together. */
  static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(10);

  private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());

  private final Intake intake;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Metrics metrics;
  private final Pause pause;
  private final Duration closeWaitMax;
  private final SortedMap<String, Job> jobs = new TreeMap<>();
  private boolean closed;

  private record Job(Supervised supervised, Thread thread) {}

  /**
   * @param random thread-safe
   */
  public Supervisor(Intake intake, InstantSource clock, RandomGenerator random, Metrics metrics) {
    this(intake, clock, random, metrics, Thread::sleep, CLOSE_WAIT_MAX);
  }

  /** As the public one, with another way to wait. */
  Supervisor(
      Intake intake,
      InstantSource clock,
      RandomGenerator random,
      Metrics metrics,
      Pause pause,
      Duration closeWaitMax) {
    this.intake = requireNonNull(intake, "intake");
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
    this.metrics = requireNonNull(metrics, "metrics");
    this.pause = pause;
    this.closeWaitMax = closeWaitMax;
  }

  /**
   * Runs a source from now on.
   *
   * @param name for status, log and metrics, e.g. {@code gluster}
   * @throws IllegalArgumentException if there is one of this name
   * @throws IllegalStateException if closed
   */
  public synchronized void start(String name, Source source) {
    requireNonNull(source, "source");
    if (closed) {
      throw new IllegalStateException("supervisor: closed (expected: open)");
    }
    if (jobs.containsKey(name)) {
      throw new IllegalArgumentException(
          "source: " + name + " (expected: none of " + jobs.keySet() + ")");
    }
    var supervised = new Supervised(name, source, clock, pause, new BackOff(random), metrics);
    Thread thread =
        Thread.ofVirtual().name("source " + name).unstarted(() -> supervised.loop(intake));
    jobs.put(name, new Job(supervised, thread));
    thread.start();
  }

  /**
   * Opens a source, if that can be done before it runs, and runs it from now on.
   *
   * @param required whether one that cannot be opened is a failure, and not tried again later
   * @throws IOException if it is required and cannot be opened
   */
  public void start(String name, Source source, boolean required) throws IOException {
    if (source instanceof Openable openable) {
      try {
        openable.open();
      } catch (IOException e) {
        if (required) {
          throw e;
        }
        // Its first run fails alike, and is counted and logged as every failure.
      }
    }
    start(name, source);
  }

  /** All sources, by name. */
  public synchronized List<SourceStatus> status() {
    return jobs.values().stream().map(job -> job.supervised().status()).toList();
  }

  /**
   * Interrupts all sources, waits for them, at most 10 s together, and lets go of what they keep. A
   * source that has not ended by then is left to itself, and logged.
   */
  @Override
  public void close() {
    Map<String, Job> all = closing();
    all.values().forEach(job -> job.supervised().stop());
    all.values().forEach(job -> job.thread().interrupt());
    long deadline = System.nanoTime() + closeWaitMax.toNanos();
    boolean interrupted = false;
    for (Map.Entry<String, Job> job : all.entrySet()) {
      try {
        job.getValue().thread().join(Duration.ofNanos(deadline - System.nanoTime()));
      } catch (InterruptedException e) {
        interrupted = true;
        deadline = System.nanoTime();
      }
      if (job.getValue().thread().isAlive()) {
        LOG.log(WARNING, "source still runs, left to itself source=" + job.getKey());
      } else {
        job.getValue().supervised().close();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Map<String, Job> closing() {
    if (closed) {
      return Map.of();
    }
    closed = true;
    return new TreeMap<>(jobs);
  }
}
