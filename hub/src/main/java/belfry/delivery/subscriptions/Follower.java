package belfry.delivery.subscriptions;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import belfry.delivery.Dispatch;
import belfry.delivery.subscriptions.Opener.Opened;
import belfry.event.Payload;
import belfry.journal.Busy;
import belfry.journal.Expired;
import belfry.registry.Change;
import belfry.registry.Changes;
import belfry.registry.Item;
import belfry.registry.Key;
import belfry.registry.Registry;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes dispatch follow the registry: each change of a document becomes an addition, an update or a
 * deletion, in their order, by one thread. A document that cannot be opened stands still at its
 * position and says why; it is tried again now and then, as what it lacks may come to be.
 */
final class Follower implements AutoCloseable {
  /** Time after which those that could not be opened are tried again. */
  static final Duration TRY_AGAIN = Duration.ofSeconds(30);

  private static final int CHANGES_MAX = 100;
  private static final System.Logger LOG = System.getLogger(Follower.class.getName());

  private final Registry registry;
  private final Changes changes;
  private final Opener opener;
  private final Dispatch dispatch;
  private final Openings openings;
  private final Set<String> added = new HashSet<>();
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();

  // Below: under the lock.
  private final Map<String, String> failures = new TreeMap<>();
  private long followed;
  private boolean ended;

  private Follower(Registry registry, Opener opener, Dispatch dispatch, Openings openings)
      throws IOException {
    this.registry = registry;
    this.opener = opener;
    this.dispatch = dispatch;
    this.openings = openings;
    this.changes = registry.watch(Subscriptions.COLLECTION);
    this.thread = Thread.ofPlatform().name("subscriptions").unstarted(this::run);
  }

  /** Begins with what there is; on return all of it is added. */
  static Follower start(Registry registry, Opener opener, Dispatch dispatch, Openings openings)
      throws IOException {
    var follower = new Follower(registry, opener, dispatch, openings);
    try {
      List<Item> items = registry.list(Subscriptions.COLLECTION);
      items.forEach(item -> follower.put(item.key(), item.document()));
      dispatch.forgetOthers();
      items.forEach(item -> follower.follow(item.version()));
    } catch (Busy e) {
      follower.changes.close();
      throw new IOException(e);
    }
    follower.thread.start();
    return follower;
  }

  private void run() {
    long lookedAt = System.nanoTime();
    try {
      while (true) {
        List<Change> more = changes.poll(CHANGES_MAX, TRY_AGAIN);
        if (more.isEmpty() && isEnded()) {
          return;
        }
        more.forEach(this::apply);
        if (System.nanoTime() - lookedAt >= TRY_AGAIN.toNanos()) {
          tryAgain();
          lookedAt = System.nanoTime();
        }
      }
    } catch (IOException | Expired e) {
      LOG.log(ERROR, "subscriptions are not followed any more error=" + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void apply(Change change) {
    if (change.version() > followed()) {
      Optional<Payload> document = change.document();
      if (document.isPresent()) {
        put(change.key(), document.get());
      } else {
        delete(change.key().name());
      }
      follow(change.version());
    }
  }

  private void put(Key key, Payload document) {
    String name = key.name();
    Opened opened = opener.open(key, document);
    openings.put(name, opened.destination());
    Optional<String> failure = opened.failure();
    try {
      if (added.contains(name)) {
        dispatch.update(opened.subscription());
      } else {
        dispatch.add(opened.subscription());
        added.add(name);
      }
    } catch (IOException | Busy | IllegalArgumentException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
    note(name, failure);
  }

  private void delete(String name) {
    try {
      if (added.contains(name)) {
        dispatch.delete(name);
        added.remove(name);
      }
      openings.remove(name);
      note(name, Optional.empty());
    } catch (IOException | Busy e) {
      note(name, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private void note(String name, Optional<String> failure) {
    lock.lock();
    try {
      if (failure.isEmpty()) {
        failures.remove(name);
      } else if (!failure.get().equals(failures.put(name, failure.get()))) {
        LOG.log(WARNING, "subscription not opened name=" + name + " error=" + failure.get());
      }
    } finally {
      lock.unlock();
    }
  }

  private void tryAgain() {
    for (String name : failures().keySet()) {
      var key = new Key(Subscriptions.COLLECTION, name);
      Optional<Item> item = registry.get(key);
      if (item.isPresent()) {
        put(key, item.get().document());
      } else {
        delete(name);
      }
    }
  }

  private void follow(long version) {
    lock.lock();
    try {
      followed = Math.max(followed, version);
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private long followed() {
    lock.lock();
    try {
      return followed;
    } finally {
      lock.unlock();
    }
  }

  /** Why some cannot be opened, by name. */
  Map<String, String> failures() {
    lock.lock();
    try {
      return Map.copyOf(failures);
    } finally {
      lock.unlock();
    }
  }

  /** Returns when dispatch knows of a change, or after some time. */
  void await(long version, Duration max) throws InterruptedException {
    lock.lock();
    try {
      long nanos = max.toNanos();
      while (followed < version && !ended && nanos > 0) {
        nanos = progress.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Ends with the change that is being followed; dispatch stays as it is. */
  @Override
  public void close() {
    lock.lock();
    try {
      ended = true;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    changes.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
