package belfry.delivery;

import belfry.event.Position;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import belfry.sink.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Does what one {@link Line} decides, with its {@link Lanes}: reads from its {@link Supply}, hands
 * over to the sink, waits. An idle subscription is one sleeping virtual thread. This is where the
 * program waits between attempts, and nowhere else on the way out.
 */
final class Dispatcher {
  /** The longest sleep, so that the bookmark of an idle subscription moves on. */
  static final Duration LOOK = Duration.ofMinutes(1);

  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

  private final Subscription subscription;
  private final Context context;
  private final Line line;
  private final ReentrantLock lock = new ReentrantLock();
  private final Lanes lanes;
  private final Supply supply;
  private boolean told;

  Dispatcher(Subscription subscription, Context context, Standing standing) {
    this.subscription = subscription;
    this.context = context;
    line =
        new Line(
            subscription,
            context.destinations().batching(subscription),
            standing,
            context.random());
    lanes = new Lanes(lock, line.name(), subscription.limits().concurrency(), this::lane);
    supply = new Supply(subscription, context, line, lock);
  }

  Subscription subscription() {
    return subscription;
  }

  /** What its standing is called by. */
  String name() {
    return line.name();
  }

  /** Begins to deliver. */
  void start() {
    lock.lock();
    try {
      supply.open();
      lanes.start();
    } finally {
      lock.unlock();
    }
  }

  private void lane() {
    Optional<Sink> sink = Optional.empty();
    try {
      while (true) {
        switch (lanes.next(() -> line.next(context.clock().instant()))) {
          case Step.Deliver(var task) -> {
            if (sink.isEmpty()) {
              sink = Optional.of(context.destinations().open(subscription));
            }
            deliver(sink.get(), task);
          }
          case Step.Read(var max, var until) -> read(max, until);
          case Step.Rest(var until) -> lanes.rest(wait(until));
          case Step.Stop() -> {
            return;
          }
        }
      }
    } catch (RuntimeException e) {
      context.failures().add();
      LOG.log(System.Logger.Level.ERROR, "delivery stopped by a bug: " + line.name(), e);
    } finally {
      try {
        sink.ifPresent(Sink::close);
      } finally {
        lanes.ended();
      }
    }
  }

  private void read(int max, Instant until) {
    try {
      supply.read(max, wait(until));
    } finally {
      lanes.read();
    }
  }

  private Duration wait(Instant until) {
    Instant now = context.clock().instant();
    Instant latest = now.plus(LOOK);
    Instant end = until.isBefore(latest) ? until : latest;
    return end.isAfter(now) ? Duration.between(now, end) : Duration.ZERO;
  }

  private void deliver(Sink sink, Task task) {
    Optional<Task> whole = task.deferred() ? supply.readAgain(task) : Optional.of(task);
    if (whole.isEmpty()) {
      return;
    }
    Task full = whole.get();
    Instant began = context.clock().instant();
    long nanos = System.nanoTime();
    Optional<Outcome> outcome = attempt(sink, full);
    Duration took = Duration.ofNanos(System.nanoTime() - nanos);
    lock.lock();
    try {
      if (outcome.isPresent()) {
        String name = subscription.name();
        Attempt plain = Attempt.of(name, full, outcome.get(), began, took);
        settle(full, outcome.get(), detailed(plain, sink));
      } else {
        line.release(full);
      }
      look();
    } finally {
      lock.unlock();
    }
  }

  private Attempt detailed(Attempt attempt, Sink sink) {
    return sink instanceof Witness witness && line.keepsExchange()
        ? witness.exchange().map(attempt::with).orElse(attempt)
        : attempt;
  }

  private Optional<Outcome> attempt(Sink sink, Task task) {
    if (!lanes.enterSink()) {
      return Optional.empty();
    }
    try {
      return Optional.of(sink.deliver(task.entries()));
    } catch (InterruptedException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      context.failures().add();
      LOG.log(System.Logger.Level.ERROR, "sink failed by a bug: " + line.name(), e);
      return Optional.of(new Outcome.Retry("sink failed: " + e, Optional.empty()));
    } finally {
      lanes.leaveSink();
    }
  }

  private void settle(Task task, Outcome outcome, Attempt attempt) {
    context.count(attempt.result(), task.part().size());
    Breaker before = line.breaker();
    line.settle(task, outcome, attempt, context.clock().instant());
    tell(task, attempt, before);
  }

  private void tell(Task task, Attempt attempt, Breaker before) {
    Notices notices = task.isOwn() ? new Quiet(context.notices()) : context.notices();
    if (line.standing().replay().isEmpty()) {
      tellState(notices, attempt.note(), before);
    }
    Optional<DeadLetter> letter = line.lastParked();
    if (attempt.result() == Attempt.Result.DELIVERED) {
      told = false;
    } else if (letter.isPresent() && !told) {
      told = !task.isOwn();
      notices.parked(subscription.name(), letter.get());
    }
  }

  /** A replay does not speak for its destination: the subscription itself will find out. */
  private void tellState(Notices notices, String note, Breaker before) {
    String name = subscription.name();
    Breaker now = line.breaker();
    if (before instanceof Breaker.Closed && now instanceof Breaker.Open) {
      notices.breakerOpened(name, note);
    } else if (before instanceof Breaker.HalfOpen && now instanceof Breaker.Closed) {
      notices.breakerClosed(name);
    }
    line.standing().disabled().ifPresent(reason -> notices.disabled(name, reason));
  }

  /** Lets it look again: at the time, or because what waited was written. */
  void look() {
    lock.lock();
    try {
      if (lanes.wake()) {
        supply.wake();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Begins no new attempt; those under way go on. */
  void stop() {
    lanes.stop();
    look();
  }

  /**
   * Waits until what is under way has ended; interrupts it at the deadline and waits on.
   *
   * @param deadline by {@link System#nanoTime}
   */
  void awaitEnd(long deadline) {
    lanes.awaitEnd(deadline);
    lock.lock();
    try {
      supply.close();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds what happened since the last time to a group write.
   *
   * @param mayBeIdle false if its bookmark is to be written as its own in any case
   */
  void report(Group group, boolean mayBeIdle) {
    lock.lock();
    try {
      group.add(line, mayBeIdle && supply.isOpen());
    } finally {
      lock.unlock();
    }
  }

  /** Adds where it stands to a group write, all of it, and what happened since the last time. */
  void rewrite(Group group) {
    lock.lock();
    try {
      group.addWhole(line);
    } finally {
      lock.unlock();
    }
  }

  /** What was taken is written, or has to be written again. */
  void written(List<Change> taken, boolean success) {
    lock.lock();
    try {
      if (!success) {
        line.giveBack(taken);
      }
      look();
    } finally {
      lock.unlock();
    }
  }

  /** Where it stands; to be asked when it has ended and everything is written. */
  Standing standing() {
    lock.lock();
    try {
      return line.standing();
    } finally {
      lock.unlock();
    }
  }

  /** By partition the first offset that is still needed. */
  SortedMap<Integer, Long> needed() {
    lock.lock();
    try {
      return line.standing().heldBack(line.bookmark());
    } finally {
      lock.unlock();
    }
  }

  /** These are erased from the journal. */
  void erased(Set<Position> positions) {
    lock.lock();
    try {
      line.erased(positions);
      look();
    } finally {
      lock.unlock();
    }
  }

  /** How it is. */
  Status status() {
    lock.lock();
    try {
      return Status.of(line, supply.behind());
    } finally {
      lock.unlock();
    }
  }
}
