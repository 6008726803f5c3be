package belfry.delivery;

import belfry.event.Entry;
import belfry.event.Position;
import belfry.feed.FeedReader;
import belfry.feed.Interest;
import belfry.feed.Reading;
import belfry.journal.Expired;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one line gets: entries of the feed from its position on, and once more those that are
 * deferred. What the journal has no more, or cannot read, becomes a dead letter without a copy.
 * Guarded by the dispatcher's lock, which is not held while the journal is read.
 */
final class Supply {
  private static final System.Logger LOG = System.getLogger(Supply.class.getName());

  private final Subscription subscription;
  private final Context context;
  private final Line line;
  private final ReentrantLock lock;
  private @Nullable FeedReader reader;

  Supply(Subscription subscription, Context context, Line line, ReentrantLock lock) {
    this.subscription = subscription;
    this.context = context;
    this.line = line;
    this.lock = lock;
  }

  /** Begins to read where the line stands. */
  void open() {
    reader = reader(line.standing().next());
  }

  private FeedReader reader(SortedMap<Integer, Long> known) {
    var next = new TreeMap<>(context.feed().oldest());
    next.putAll(known);
    return context.feed().reader(next, new Interest(subscription.filter(), subscription::view));
  }

  /** Whether it was ever opened. */
  boolean isOpen() {
    return reader != null;
  }

  /** Offers what comes within a time to the line. */
  void read(int max, Duration wait) {
    FeedReader from = reader;
    if (from == null) {
      throw new IllegalStateException("supply: not open (expected: open)");
    }
    SortedMap<Integer, Long> before = from.next();
    try {
      List<Reading> readings = from.poll(max, wait);
      locked(() -> line.offer(readings, from.next()));
    } catch (Expired e) {
      var after = new TreeMap<>(before);
      after.merge(e.oldest().partition(), e.oldest().offset(), Math::max);
      locked(() -> pass(from, before, after, "expired: gone by retention before it was delivered"));
    } catch (IOException e) {
      locked(() -> pass(from, before, from.next(), "unreadable in the journal: " + e.getMessage()));
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "reading interrupted: " + subscription.name());
    }
  }

  private void locked(Runnable task) {
    lock.lock();
    try {
      task.run();
    } finally {
      lock.unlock();
    }
  }

  /** What cannot be read is told, and reading goes on behind it. */
  private void pass(
      FeedReader from,
      SortedMap<Integer, Long> before,
      SortedMap<Integer, Long> after,
      String reason) {
    before.forEach(
        (partition, offset) -> {
          long end = after.getOrDefault(partition, offset);
          if (end > offset) {
            lost(new Position(partition, offset), end, reason);
          }
        });
    from.close();
    reader = reader(after);
  }

  private void lost(Position from, long end, String reason) {
    DeadLetter letter = line.lost(from, end, context.clock().instant(), reason);
    context.notices().parked(subscription.name(), letter);
    LOG.log(System.Logger.Level.WARNING, "not delivered: " + subscription.name() + ": " + reason);
  }

  /** The entries of a deferred task as the journal has them; empty if that ended the task. */
  Optional<Task> readAgain(Task task) {
    Map<Position, Reading> entries = new HashMap<>();
    try {
      List<Position> positions = task.part().stream().map(Task.Item::position).toList();
      for (Entry entry : context.journal().read(positions)) {
        entries.put(entry.position(), new Reading(entry, context.dialects()));
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "deferred entries unreadable: " + e.getMessage());
      locked(
          () -> line.unreadable(task, String.valueOf(e.getMessage()), context.clock().instant()));
      return Optional.empty();
    }
    int missing = task.missing(entries);
    if (missing == 0) {
      return Optional.of(task.read(entries));
    }
    locked(() -> line.lost(task, missing, context.clock().instant()));
    return Optional.empty();
  }

  /** A read that waits, or the next one, comes back early. */
  void wake() {
    FeedReader from = reader;
    if (from != null) {
      from.wake();
    }
  }

  /** Entries of the feed that it has not looked at. */
  long behind() {
    FeedReader from = reader;
    return from == null ? 0 : from.behind();
  }

  void close() {
    FeedReader from = reader;
    if (from != null) {
      from.close();
    }
  }
}
