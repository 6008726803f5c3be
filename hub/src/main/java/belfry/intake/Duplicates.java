package belfry.intake;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.JournalId;
import belfry.event.Position;
import belfry.intake.Window.Known;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which events are there already, and which are on their way. Thread-safe.
 *
 * <p>Design: an identity is reserved by the first batch that brings it and is entered into the
 * {@link Window} when that batch is on disk. Whoever brings it meanwhile waits for that batch to
 * settle and asks again: then it is a duplicate with a durable position, or, if the first copy
 * failed, it is the first copy itself. A batch appends what it reserved before it waits, so two
 * batches never wait for each other.
 */
final class Duplicates {
  private final ReentrantLock lock = new ReentrantLock();
  private final Window window;
  private final long k0;
  private final long k1;
  private final Map<Long, Batch> pending = new HashMap<>();
  private final Set<Batch> inFlight = new LinkedHashSet<>();

  /** By partition, the offset after the highest entry in the window; replaced, never changed. */
  private long[] next;

  Duplicates(Window window, long k0, long k1, long[] next) {
    this.window = window;
    this.k0 = k0;
    this.k1 = k1;
    this.next = next;
  }

  /** What is known about an item that wants in. */
  sealed interface Verdict {
    /** Nobody else has it; it is reserved for this batch now. */
    record Reserved() implements Verdict {}

    /** It is on disk. */
    record Same(Position position) implements Verdict {}

    /** Something else of the same identity is on disk, or before it in this batch. */
    record Conflict() implements Verdict {}

    /** The same is before it in this batch. */
    record Twin() implements Verdict {}

    /** Another batch has reserved the identity: ask again when that is settled. */
    record Pending(Batch other) implements Verdict {}
  }

  private static final Verdict RESERVED = new Verdict.Reserved();
  private static final Verdict CONFLICT = new Verdict.Conflict();
  private static final Verdict TWIN = new Verdict.Twin();

  /** The hash of what names an event. */
  long key(Event event) {
    return new SipHash(k0, k1).add(event.project()).add(event.source()).add(event.id()).result();
  }

  /**
   * The hash of what an event says. Its time is left out: where the sender gives none it is the
   * time of receipt, which differs from copy to copy; where the sender gives one it is in the data.
   */
  long content(Event event) {
    return new SipHash(k0, k1)
        .add(event.format())
        .add(event.type())
        .add(event.subject().orElse(""))
        .add(event.data())
        .result();
  }

  Batch open() {
    lock.lock();
    try {
      var batch = new Batch(next);
      inFlight.add(batch);
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for a place in the journal for each item, in order.
   *
   * @param keepConflicts whether an item of known identity and new content is reserved, marked
   */
  Verdict[] reserve(Batch batch, List<Item> items, boolean keepConflicts) {
    lock.lock();
    try {
      var verdicts = new Verdict[items.size()];
      for (int i = 0; i < verdicts.length; i++) {
        verdicts[i] = reserve(batch, items.get(i), keepConflicts);
      }
      return verdicts;
    } finally {
      lock.unlock();
    }
  }

  private Verdict reserve(Batch batch, Item item, boolean keepConflicts) {
    Batch holder = pending.get(item.key());
    if (holder != null && holder != batch) {
      return new Verdict.Pending(holder);
    }
    if (holder == batch && batch.holds(item.key(), item.content())) {
      return TWIN;
    }
    Optional<Known> known = window.find(item.key(), item.content());
    if (known.orElse(null) instanceof Known.Same(var position)) {
      return new Verdict.Same(position);
    }
    boolean conflict = holder == batch || known.isPresent();
    if (conflict && !keepConflicts) {
      return CONFLICT;
    }
    pending.put(item.key(), batch);
    batch.add(conflict ? item.asConflict() : item);
    return RESERVED;
  }

  /** The batch is on disk. */
  void settle(Batch batch, List<Position> positions) {
    lock.lock();
    try {
      long[] further = next.clone();
      for (int i = 0; i < positions.size(); i++) {
        Item item = batch.fresh().get(i);
        Position position = positions.get(i);
        window.add(item.key(), item.content(), position);
        further = reached(further, position);
      }
      next = further;
      release(batch);
    } finally {
      lock.unlock();
    }
  }

  /** The batch was not appended: whoever waits for it tries itself. */
  void abandon(Batch batch) {
    lock.lock();
    try {
      release(batch);
    } finally {
      lock.unlock();
    }
  }

  private void release(Batch batch) {
    for (Item item : batch.fresh()) {
      pending.remove(item.key(), batch);
    }
    inFlight.remove(batch);
    batch.settle();
  }

  /** An entry that was found in the journal. */
  void recall(Entry entry) {
    lock.lock();
    try {
      window.addOnce(key(entry.event()), content(entry.event()), entry.position());
      next = reached(next.clone(), entry.position());
    } finally {
      lock.unlock();
    }
  }

  private static long[] reached(long[] next, Position position) {
    int partition = position.partition();
    long[] further = partition < next.length ? next : Arrays.copyOf(next, partition + 1);
    further[partition] = Math.max(further[partition], position.offset() + 1);
    return further;
  }

  /**
   * Everything, for the file: what it says is complete up to the offsets it names, whatever is in
   * flight.
   */
  WindowFile.Content content(JournalId journal) {
    lock.lock();
    try {
      long[] complete = next.clone();
      for (Batch batch : inFlight) {
        for (int i = 0; i < complete.length; i++) {
          complete[i] = Math.min(complete[i], i < batch.floor().length ? batch.floor()[i] : 0);
        }
      }
      return WindowFile.Content.of(journal, new WindowFile.Keys(k0, k1), complete, window);
    } finally {
      lock.unlock();
    }
  }
}
