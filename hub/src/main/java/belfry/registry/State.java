package belfry.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** All items as they are now. Readers wait for nobody who waits for the disk. Thread-safe. */
final class State {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final SortedMap<String, SortedMap<String, Item>> collections = new TreeMap<>();
  private long version;
  private long bytes;
  private int count;

  Optional<Item> get(Key key) {
    lock.readLock().lock();
    try {
      SortedMap<String, Item> items = collections.get(key.collection());
      return Optional.ofNullable(items == null ? null : items.get(key.name()));
    } finally {
      lock.readLock().unlock();
    }
  }

  List<Item> list(String collection) {
    lock.readLock().lock();
    try {
      SortedMap<String, Item> items = collections.get(collection);
      return items == null ? List.of() : List.copyOf(items.values());
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Every item, by collection and name. */
  List<Item> all() {
    lock.readLock().lock();
    try {
      var all = new ArrayList<Item>(count);
      collections.values().forEach(items -> all.addAll(items.values()));
      return all;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** How many there are in a collection. */
  int size(String collection) {
    lock.readLock().lock();
    try {
      SortedMap<String, Item> items = collections.get(collection);
      return items == null ? 0 : items.size();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** How many there are. */
  int size() {
    lock.readLock().lock();
    try {
      return count;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Of all documents together. */
  long bytes() {
    lock.readLock().lock();
    try {
      return bytes;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Of the last change of all. */
  long version() {
    lock.readLock().lock();
    try {
      return version;
    } finally {
      lock.readLock().unlock();
    }
  }

  void apply(Change change) {
    lock.writeLock().lock();
    try {
      version = Math.max(version, change.version());
      Key key = change.key();
      var items = collections.computeIfAbsent(key.collection(), name -> new TreeMap<>());
      Optional<Item> now = change.item();
      replaced(now.isPresent() ? items.put(key.name(), now.get()) : items.remove(key.name()));
      now.ifPresent(this::added);
      if (items.isEmpty()) {
        collections.remove(key.collection());
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void replaced(@Nullable Item old) {
    if (old != null) {
      count--;
      bytes -= old.document().size();
    }
  }

  private void added(Item item) {
    count++;
    bytes += item.document().size();
  }

  /** Starts from a snapshot. */
  void load(long lastVersion, List<Item> items) {
    lock.writeLock().lock();
    try {
      version = lastVersion;
      for (Item item : items) {
        var siblings =
            collections.computeIfAbsent(item.key().collection(), name -> new TreeMap<>());
        replaced(siblings.put(item.key().name(), item));
        added(item);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
