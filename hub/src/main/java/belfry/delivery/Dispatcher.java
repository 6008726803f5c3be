package belfry.delivery;

import belfry.event.Entry;
import belfry.event.Position;
import belfry.feed.FeedReader;
import belfry.feed.Interest;
import belfry.feed.Reading;
import belfry.journal.Expired;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Does what one {@link Line} decides. Its lanes are virtual threads that all run the same loop: at
 * most one of them waits for entries, asleep at the router, the others deliver; a lane that has
 * nothing to deliver while another one waits ends. So an idle subscription is one sleeping virtual
 * thread. This is where the program waits between attempts, and nowhere else on the way out.
 *
 * <p>A lane is interrupted only while it is in its sink, and only at a shutdown that has waited
 * long enough; never while it reads a journal.
 */
final class Dispatcher {
  /** The longest sleep, so that the bookmark of an idle subscription moves on. */
  static final Duration LOOK = Duration.ofMinutes(1);

  private static final long INTERRUPTED_WAIT_NANOS = Duration.ofMillis(100).toNanos();
  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

  private final Subscription subscription;
  private final Context context;
  private final Line line;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Thread> delivering = new HashSet<>();
  private @Nullable FeedReader reader;
  private boolean waiting;
  private boolean again;
  private boolean stopping;
  private int lanes;
  private boolean told;

  Dispatcher(Subscription subscription, Context context, Standing standing) {
    this.subscription = subscription;
    this.context = context;
    this.line =
        new Line(
            subscription,
            context.destinations().batching(subscription),
            standing,
            context.random());
  }

  Subscription subscription() {
    return subscription;
  }

  /** Begins to deliver. */
  void start() {
    lock.lock();
    try {
      reader = open(line.standing().next());
      startLane();
    } finally {
      lock.unlock();
    }
  }

  private FeedReader open(SortedMap<Integer, Long> known) {
    var next = new TreeMap<>(context.feed().oldest());
    next.putAll(known);
    return context.feed().reader(next, new Interest(subscription.filter(), subscription::view));
  }

  private void startLane() {
    lanes++;
    Thread.ofVirtual().name("delivery-" + subscription.name()).start(this::lane);
  }

  private void lane() {
    Optional<Sink> sink = Optional.empty();
    try {
      while (true) {
        switch (next()) {
          case Step.Deliver(var task) -> {
            if (sink.isEmpty()) {
              sink = Optional.of(context.destinations().open(subscription));
            }
            deliver(sink.get(), task);
          }
          case Step.Read(var max, var until) -> read(max, until);
          case Step.Rest(var until) -> rest(until);
          case Step.Stop() -> {
            return;
          }
        }
      }
    } catch (RuntimeException e) {
      context.failures().add();
      LOG.log(System.Logger.Level.ERROR, "delivery stopped by a bug: " + subscription.name(), e);
    } finally {
      sink.ifPresent(Sink::close);
      ended();
    }
  }

  private void ended() {
    lock.lock();
    try {
      lanes--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Step next() {
    lock.lock();
    try {
      if (stopping) {
        return new Step.Stop();
      }
      again = false;
      Step step = line.next(context.clock().instant());
      if (!(step instanceof Step.Deliver)) {
        if (waiting) {
          return new Step.Stop();
        }
        waiting = !(step instanceof Step.Stop);
      } else if (!waiting && lanes < subscription.limits().concurrency()) {
        startLane();
      }
      return step;
    } finally {
      lock.unlock();
    }
  }

  private void read(int max, Instant until) {
    FeedReader from = reader;
    if (from == null) {
      throw new IllegalStateException("dispatcher: not started (expected: started)");
    }
    List<Reading> readings = List.of();
    Optional<Position> left = Optional.empty();
    String reason = "";
    SortedMap<Integer, Long> before = from.next();
    try {
      readings = from.poll(max, wait(until));
    } catch (Expired e) {
      left = Optional.of(e.oldest());
      reason = "gone by retention before it was delivered";
    } catch (IOException e) {
      reason = "unreadable in the journal: " + e.getMessage();
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "reading interrupted: " + subscription.name());
    }
    lock.lock();
    try {
      if (!reason.isEmpty()) {
        pass(from, before, left, reason);
      } else {
        line.offer(readings, from.next());
      }
      waiting = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What cannot be read becomes a dead letter without a copy, and reading goes on behind it.
   *
   * @param oldest what is left of the one partition that it is about; empty if that is not known
   */
  private void pass(
      FeedReader from, SortedMap<Integer, Long> before, Optional<Position> oldest, String reason) {
    var after = new TreeMap<Integer, Long>();
    if (oldest.isPresent()) {
      after.putAll(before);
      after.merge(oldest.get().partition(), oldest.get().offset(), Math::max);
    } else {
      after.putAll(from.next());
    }
    before.forEach(
        (partition, offset) -> {
          long end = after.getOrDefault(partition, offset);
          if (end > offset) {
            line.lost(new Position(partition, offset), end, context.clock().instant(), reason);
          }
        });
    LOG.log(System.Logger.Level.WARNING, "not delivered: " + subscription.name() + ": " + reason);
    from.close();
    reader = open(after);
  }

  private void rest(Instant until) {
    lock.lock();
    try {
      long nanos = wait(until).toNanos();
      while (!stopping && !again && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "rest interrupted: " + subscription.name());
    } finally {
      waiting = false;
      lock.unlock();
    }
  }

  private Duration wait(Instant until) {
    Instant now = context.clock().instant();
    Instant latest = now.plus(LOOK);
    Instant end = until.isBefore(latest) ? until : latest;
    return end.isAfter(now) ? Duration.between(now, end) : Duration.ZERO;
  }

  private void deliver(Sink sink, Task task) {
    Optional<Task> whole = task.deferred() ? readAgain(task) : Optional.of(task);
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
        settle(full, outcome.get(), began, took);
      } else {
        line.release(full);
      }
      wakeWaiting();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Outcome> attempt(Sink sink, Task task) {
    lock.lock();
    try {
      if (stopping) {
        return Optional.empty();
      }
      delivering.add(Thread.currentThread());
    } finally {
      lock.unlock();
    }
    try {
      return Optional.of(sink.deliver(task.entries()));
    } catch (InterruptedException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      context.failures().add();
      LOG.log(System.Logger.Level.ERROR, "sink failed by a bug: " + subscription.name(), e);
      return Optional.of(new Outcome.Retry("sink failed: " + e, Optional.empty()));
    } finally {
      lock.lock();
      try {
        delivering.remove(Thread.currentThread());
        if (Thread.interrupted()) {
          LOG.log(System.Logger.Level.DEBUG, "attempt was late: " + subscription.name());
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** The entries of a deferred task, as the journal has them. */
  private Optional<Task> readAgain(Task task) {
    Map<Position, Reading> entries = new HashMap<>();
    try {
      List<Position> positions = task.part().stream().map(Task.Item::position).toList();
      for (Entry entry : context.journal().read(positions)) {
        entries.put(entry.position(), new Reading(entry, context.dialects()));
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "deferred entries unreadable: " + e.getMessage());
      lock.lock();
      try {
        line.unreadable(task, String.valueOf(e.getMessage()), context.clock().instant());
      } finally {
        lock.unlock();
      }
      return Optional.empty();
    }
    int missing = task.missing(entries);
    if (missing == 0) {
      return Optional.of(task.read(entries));
    }
    lock.lock();
    try {
      line.lost(task, missing, context.clock().instant());
    } finally {
      lock.unlock();
    }
    return Optional.empty();
  }

  private void settle(Task task, Outcome outcome, Instant began, Duration took) {
    Attempt attempt = Attempt.of(subscription.name(), task, outcome, began, took);
    context.count(attempt.result(), task.part().size());
    boolean open = line.breaker() instanceof Breaker.Open;
    boolean closed = line.breaker() instanceof Breaker.Closed;
    line.settle(task, outcome, attempt, context.clock().instant());
    tell(attempt, open, closed);
  }

  private void tell(Attempt attempt, boolean wasOpen, boolean wasClosed) {
    String name = subscription.name();
    Notices notices = context.notices();
    if (wasClosed && line.breaker() instanceof Breaker.Open) {
      notices.breakerOpened(name, attempt.note());
    } else if (!wasClosed && !wasOpen && line.breaker() instanceof Breaker.Closed) {
      notices.breakerClosed(name);
    }
    line.standing().disabled().ifPresent(reason -> notices.disabled(name, reason));
    Optional<DeadLetter> letter = line.lastParked();
    if (attempt.result() == Attempt.Result.DELIVERED) {
      told = false;
    } else if (letter.isPresent() && !told) {
      told = true;
      notices.parked(name, letter.get());
    }
  }

  private void wakeWaiting() {
    again = true;
    changed.signalAll();
    if (waiting && reader != null) {
      reader.wake();
    }
  }

  /** Lets it look again: at the time, or because what waited was written. */
  void look() {
    lock.lock();
    try {
      wakeWaiting();
    } finally {
      lock.unlock();
    }
  }

  /** Begins no new attempt; those under way go on. */
  void stop() {
    lock.lock();
    try {
      stopping = true;
      wakeWaiting();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until what is under way has ended; interrupts it at the deadline and waits on.
   *
   * @param deadline by {@link System#nanoTime}
   */
  void awaitEnd(long deadline) {
    lock.lock();
    try {
      while (lanes > 0) {
        if (System.nanoTime() - deadline >= 0) {
          delivering.forEach(Thread::interrupt);
        }
        long left = Math.max(deadline - System.nanoTime(), INTERRUPTED_WAIT_NANOS);
        changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      FeedReader from = reader;
      if (from != null) {
        from.close();
      }
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
      group.add(line, mayBeIdle && reader != null);
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
      wakeWaiting();
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

  /** How it is. */
  Status status() {
    lock.lock();
    try {
      return Status.of(line, reader);
    } finally {
      lock.unlock();
    }
  }
}
