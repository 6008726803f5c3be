package belfry.self;

import static java.lang.System.Logger.Level.WARNING;

import belfry.access.Caller;
import belfry.access.Refusals;
import belfry.event.Event;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.Raw;
import belfry.format.Uuids;
import belfry.intake.Intake;
import belfry.intake.IntakeSettings;
import belfry.intake.Projects;
import belfry.intake.Terms;
import belfry.journal.Busy;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Sends the hub's own events through intake.
 *
 * <p>Design: who has something to tell puts it into a bounded queue and goes on; one thread takes
 * what is there into one batch. What that thread itself logs is never journaled, and log lines are
 * the one thing that may be lost: they are limited in number and rate, the same line again is held
 * back, and what was lost is counted and told. So neither a failing journal nor a flood of refused
 * logins can feed itself or stop anybody.
 */
public final class OwnEvents implements Refusals, AutoCloseable {
  /** Most lifecycle and security events that wait. */
  static final int EVENTS_MAX = 10_000;

  /** Most refused logins and requests that are told in one second; the rest is counted. */
  static final int REFUSALS_PER_SECOND = 100;

  private static final int BATCH_MAX = 1_000;
  private static final String IDENTITY = "belfry";
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final System.Logger LOG = System.getLogger(OwnEvents.class.getName());

  private final Intake intake;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final BlockingQueue<Payload> waiting = new ArrayBlockingQueue<>(EVENTS_MAX);
  private final LogLines lines;
  private final Counter lost;
  private final Rate refusals;
  private final Thread thread;
  private volatile boolean closed;

  /** Starts the thread; {@code random} is used by it alone. */
  public OwnEvents(Intake intake, InstantSource clock, RandomGenerator random, Metrics metrics) {
    this.intake = intake;
    this.clock = clock;
    this.random = random;
    this.lines = new LogLines(metrics);
    this.refusals = new Rate(REFUSALS_PER_SECOND);
    this.lost =
        metrics.counter(
            "belfry_own_events_lost_total", "The hub's own events that could not be kept.");
    this.thread = Thread.ofPlatform().daemon().name("own-events").unstarted(this::run);
    thread.start();
  }

  /** Says that the hub has come up; on disk on return. */
  public void startup(String version) throws IOException {
    now(
        OwnEvent.security(
            clock.instant(), "sys_startup", "info", "Belfry " + version + " started"));
  }

  /** Something of the hub was changed by somebody. */
  public void lifecycle(String action, String source, Caller caller, Map<String, String> context) {
    put(OwnEvent.lifecycle(clock.instant(), action, source, caller, context));
  }

  /**
   * Something of the hub was changed by somebody at a time; on disk on return. To tell it again
   * with the same id is to tell it once.
   *
   * @param id unique among all that are told this way
   */
  public void lifecycle(String id, Instant time, String action, String source, Caller caller)
      throws IOException {
    keep(List.of(raw(OwnEvent.lifecycle(time, action, source, caller, Map.of()), id, 0)));
  }

  /** Something that concerns security, by somebody's request. */
  public void security(String name, String description, Attempt attempt) {
    put(OwnEvent.security(clock.instant(), name, "info", description, attempt));
  }

  @Override
  public void loginFailed(Attempt attempt, Login login) {
    refused(login.event(), login.description(), attempt);
  }

  @Override
  public void denied(Attempt attempt, String right) {
    refused("authz_fail:" + right + ":" + attempt.path(), "Not allowed: " + right, attempt);
  }

  private void refused(String name, String description, Attempt attempt) {
    Instant now = clock.instant();
    if (refusals.allows(now)) {
      put(OwnEvent.security(now, name, "warning", description, attempt));
    } else {
      lost.add();
    }
  }

  /** A line of the log, unless it is this package's own; may be lost. */
  public void log(String level, String logger, String message) {
    if (!Thread.currentThread().equals(thread)) {
      lines.offer(clock.instant(), level, logger, message);
    }
  }

  private void put(Payload event) {
    if (!waiting.offer(event)) {
      lost.add();
    }
  }

  private void run() {
    var batch = new ArrayList<Payload>();
    while (!closed || !waiting.isEmpty()) {
      try {
        Payload first = waiting.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          waiting.drainTo(batch, BATCH_MAX - 1);
        }
        lines.drainTo(batch, clock.instant());
        if (!batch.isEmpty()) {
          now(batch);
        }
      } catch (IOException e) {
        lost.add(batch.size());
        LOG.log(WARNING, "own events not kept count=" + batch.size() + " error=" + e.getMessage());
      } catch (InterruptedException e) {
        return;
      }
      batch.clear();
    }
  }

  private void now(Payload event) throws IOException {
    now(List.of(event));
  }

  private void now(List<Payload> events) throws IOException {
    var raws = new ArrayList<Raw>(events.size());
    for (int i = 0; i < events.size(); i++) {
      String id = Uuids.ordered(clock.instant(), random).toString();
      raws.add(raw(events.get(i), id, i));
    }
    keep(raws);
  }

  private Raw raw(Payload event, String id, int number) {
    return new Raw(event, Origin.of(IntakeSettings.HUB_CONNECTOR), clock.instant(), id, number);
  }

  private void keep(List<Raw> raws) throws IOException {
    var terms = Terms.source(IDENTITY, "lxd", new Projects.Fixed(Event.DEFAULT_PROJECT));
    try {
      intake.accept(terms, raws);
    } catch (Busy e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Says that the hub stops, keeps what waits, and ends; on disk on return. */
  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    now(OwnEvent.security(clock.instant(), "sys_shutdown", "info", "Belfry stops"));
  }
}
