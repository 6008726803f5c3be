package belfry.testing;

import belfry.event.Cursor;
import belfry.event.InvalidCursor;
import belfry.event.JournalId;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.registry.Change;
import belfry.registry.Changes;
import belfry.registry.Item;
import belfry.registry.Key;
import belfry.registry.Refused;
import belfry.registry.Registry;
import belfry.registry.VersionConflict;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** A registry in memory, for tests of those who use one. */
public final class MemoryRegistry implements Registry, AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final InstantSource clock;
  private final JournalId id = new JournalId(new UUID(4, 2), 1);
  private final TreeMap<Key, Item> items = new TreeMap<>();
  private final Map<String, Integer> sizes = new HashMap<>();
  private final List<Change> log = new ArrayList<>();
  private boolean closed;

  public MemoryRegistry(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Item> get(Key key) {
    lock.lock();
    try {
      return Optional.ofNullable(items.get(key));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Item> list(String collection) {
    lock.lock();
    try {
      return items.values().stream()
          .filter(item -> item.key().collection().equals(collection))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Item put(Key key, long expectedVersion, Payload document, Origin by)
      throws IOException, Refused, VersionConflict {
    Payload checked = Registry.checked(document);
    lock.lock();
    try {
      long before = compared(key, expectedVersion);
      if (before == NONE && sizes.getOrDefault(key.collection(), 0) >= ITEMS_MAX) {
        throw new Refused(key.collection() + ": too many (expected: at most " + ITEMS_MAX + ")");
      }
      Item item = new Item(key, log.size() + 1, clock.instant(), checked);
      if (items.put(key, item) == null) {
        sizes.merge(key.collection(), 1, Integer::sum);
      }
      tell(key, before, Optional.of(checked), by);
      return item;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long delete(Key key, long expectedVersion, Origin by) throws IOException, VersionConflict {
    lock.lock();
    try {
      long before = compared(key, expectedVersion);
      if (before == NONE) {
        throw new VersionConflict(key, expectedVersion, NONE);
      }
      items.remove(key);
      sizes.merge(key.collection(), -1, Integer::sum);
      tell(key, before, Optional.empty(), by);
      return log.size();
    } finally {
      lock.unlock();
    }
  }

  private long compared(Key key, long expected) throws IOException, VersionConflict {
    if (expected < NONE) {
      throw new IllegalArgumentException("version: " + expected + " (expected: 0 or more)");
    }
    ensureOpen();
    Item there = items.get(key);
    long actual = there == null ? NONE : there.version();
    if (actual != expected) {
      throw new VersionConflict(key, expected, actual);
    }
    return actual;
  }

  private void tell(Key key, long before, Optional<Payload> document, Origin by) {
    var position = new Position(0, log.size());
    log.add(new Change(position, clock.instant(), key, before, log.size() + 1, document, by));
    changed.signalAll();
  }

  @Override
  public Changes watch(String collection) throws IOException {
    lock.lock();
    try {
      ensureOpen();
      return new Reading(log.size(), change -> change.key().collection().equals(collection));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Changes changes() throws IOException {
    ensureOpen();
    return new Reading(0, change -> true);
  }

  @Override
  public Changes changes(Cursor from) throws IOException, InvalidCursor {
    ensureOpen();
    Cursor ours = Cursor.decode(from.encoded(), id);
    if (ours.next(0) > log.size()) {
      throw new InvalidCursor("cursor: at " + ours.next(0) + " (expected: " + log.size() + ")");
    }
    return new Reading((int) ours.next(0), change -> true);
  }

  private void ensureOpen() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("registry: closed (expected: open)");
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private final class Reading implements Changes {
    private final Predicate<Change> wanted;
    private int next;
    private boolean ended;

    Reading(int next, Predicate<Change> wanted) {
      this.next = next;
      this.wanted = wanted;
    }

    @Override
    public List<Change> poll(int max, Duration wait) throws InterruptedException {
      lock.lock();
      try {
        long left = wait.toNanos();
        var found = new ArrayList<Change>();
        while (!ended && !closed) {
          while (next < log.size() && found.size() < max) {
            Change change = log.get(next++);
            if (wanted.test(change)) {
              found.add(change);
            }
          }
          if (!found.isEmpty() || left <= 0) {
            break;
          }
          left = changed.awaitNanos(left);
        }
        return found;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public Cursor next() {
      lock.lock();
      try {
        return Cursor.at(id, new Position(0, next));
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        ended = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
