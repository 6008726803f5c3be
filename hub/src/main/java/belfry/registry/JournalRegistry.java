package belfry.registry;

import static java.util.Objects.requireNonNull;

import belfry.event.Cursor;
import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.InvalidCursor;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.journal.Busy;
import belfry.journal.DiskFull;
import belfry.journal.Expired;
import belfry.journal.Journal;
import belfry.journal.Reader;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The registry whose changes are events of a control journal.
 *
 * <p><b>Writing.</b> One lock is held from comparing to applying, the append between them included:
 * so versions rise in the order of the journal, and there are no more writes in a second than the
 * disk can force. If an append fails in a way that leaves its outcome open, the next write first
 * reads what the journal has.
 *
 * <p><b>Reading.</b> {@link State} is what is on disk, never what is still on its way. A reader of
 * changes reads the journal; if it is faster than the writer who has yet to apply what is durable
 * already, it waits for the lock and so for them.
 *
 * <p><b>Opening.</b> From the snapshot, if it is of this very journal, and from the journal what
 * came after; without a snapshot, from the journal alone. Only one registry may be open on a
 * journal, as comparing happens here.
 */
public final class JournalRegistry implements Registry, AutoCloseable {
  /**
   * Changes between snapshots, or as many as there are documents if those are more: what a start
   * after a crash reads again from the journal, and writing it costs no more than the changes did.
   */
  static final int SNAPSHOT_EVERY = 1000;

  private static final int POLL_MAX = 256;

  private final Journal journal;
  private final InstantSource clock;
  private final Snapshots snapshots;
  private final Limits limits;
  private final int partition;
  private final State state = new State();
  private final Set<JournalChanges> readers = ConcurrentHashMap.newKeySet();
  private final Counts counts;
  private final ReentrantLock lock = new ReentrantLock();

  /** All before this offset is applied. Written under the lock, after applying. */
  private volatile long next;

  // Below: under the lock.
  private @Nullable Position last;
  private long unsaved;
  private boolean uncertain;
  private volatile boolean closed;

  /** In place of {@link Registry#ITEMS_MAX}, {@link Registry#BYTES_MAX}, SNAPSHOT_EVERY. */
  record Limits(int items, long bytes, int snapshotEvery) {
    static final Limits DEFAULT = new Limits(ITEMS_MAX, BYTES_MAX, SNAPSHOT_EVERY);
  }

  private record Counts(Counter puts, Counter deletes, Counter conflicts) {
    static Counts of(Metrics metrics) {
      String changes = "belfry_registry_changes_total";
      String help = "Changes of documents.";
      return new Counts(
          metrics.counter(changes, help, Map.of("op", "put")),
          metrics.counter(changes, help, Map.of("op", "delete")),
          metrics.counter(
              "belfry_registry_conflicts_total", "Changes refused as another was first."));
    }
  }

  /**
   * Opens the registry of a control journal, which stays the caller's to close, after this.
   *
   * @param state directory of the snapshot; made if there is none
   * @throws IOException if the journal cannot be read, or has forgotten what no snapshot knows
   */
  public static JournalRegistry open(
      Journal journal, Path state, InstantSource clock, Metrics metrics) throws IOException {
    return open(journal, state, clock, metrics, Limits.DEFAULT);
  }

  static JournalRegistry open(
      Journal journal, Path state, InstantSource clock, Metrics metrics, Limits limits)
      throws IOException {
    Files.createDirectories(state);
    var registry = new JournalRegistry(journal, new SnapshotFile(state), clock, metrics, limits);
    registry.start();
    return registry;
  }

  private JournalRegistry(
      Journal journal, SnapshotFile file, InstantSource clock, Metrics metrics, Limits limits) {
    this.journal = requireNonNull(journal, "journal");
    this.snapshots = new Snapshots(journal, file, metrics);
    this.clock = requireNonNull(clock, "clock");
    this.limits = limits;
    int partitions = journal.partitions().size();
    if (partitions != 1) {
      throw new IllegalArgumentException(
          "control journal: " + partitions + " partitions (expected: 1, changes have one order)");
    }
    partition = journal.partitions().getFirst().number();
    counts = Counts.of(metrics);
    metrics.gauge("belfry_registry_items", "Documents.", Map.of(), state::size);
    metrics.gauge("belfry_registry_bytes", "Size of all documents.", Map.of(), state::bytes);
  }

  private void start() throws IOException {
    lock.lock();
    try {
      Optional<Snapshot> snapshot = snapshots.usable();
      if (snapshot.isPresent()) {
        state.load(snapshot.get().version(), snapshot.get().items());
        last = snapshot.get().last();
        next = last.offset() + 1;
      }
      catchUp();
      saveIfEnough();
    } finally {
      lock.unlock();
    }
  }

  /** Applies what the journal has and we have not. */
  private void catchUp() throws IOException {
    Journal.Partition now = journal.partitions().getFirst();
    if (next < now.oldest()) {
      throw new IOException(
          "registry: changes before offset "
              + now.oldest()
              + " are gone from the control journal (expected: all since "
              + next
              + "; restore the snapshot or a backup)");
    }
    try (Reader reader = journal.open(new Position(partition, next))) {
      while (reader.next() < now.end()) {
        long before = reader.next();
        for (Entry entry : reader.poll(POLL_MAX, Duration.ZERO)) {
          applyRead(entry);
        }
        if (reader.next() == before) {
          throw new IOException("registry: the control journal ended at " + before);
        }
      }
      next = Math.max(next, reader.next());
      uncertain = false;
    } catch (Expired e) {
      throw new IOException("registry: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("registry: interrupted while reading the control journal", e);
    }
  }

  private void applyRead(Entry entry) throws IOException {
    Optional<ChangeEvent> change = ChangeEvent.of(entry.event());
    if (change.isPresent()) {
      apply(change.get().at(entry.position()));
    }
  }

  private void apply(Change change) {
    state.apply(change);
    last = change.position();
    next = Math.max(next, change.position().offset() + 1);
    unsaved++;
  }

  @Override
  public Optional<Item> get(Key key) {
    return state.get(key);
  }

  @Override
  public List<Item> list(String collection) {
    return state.list(collection);
  }

  @Override
  public Item put(Key key, long expectedVersion, Payload document, Origin by)
      throws IOException, Busy, Refused, VersionConflict {
    requireNonNull(by, "by");
    Payload checked = Registry.checked(document);
    lock.lock();
    try {
      long before = compared(key, expectedVersion);
      ensureRoom(key, checked.size());
      Change change =
          append(
              new ChangeEvent(
                  key, before, state.version() + 1, Optional.of(checked), clock.instant(), by));
      counts.puts().add();
      return new Item(key, change.version(), change.time(), checked);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long delete(Key key, long expectedVersion, Origin by)
      throws IOException, Busy, VersionConflict {
    requireNonNull(by, "by");
    lock.lock();
    try {
      long before = compared(key, expectedVersion);
      if (before == NONE) {
        counts.conflicts().add();
        throw new VersionConflict(key, expectedVersion, NONE);
      }
      Change change =
          append(
              new ChangeEvent(
                  key, before, state.version() + 1, Optional.empty(), clock.instant(), by));
      counts.deletes().add();
      return change.version();
    } finally {
      lock.unlock();
    }
  }

  private long compared(Key key, long expected) throws IOException, VersionConflict {
    if (expected < NONE) {
      throw new IllegalArgumentException("version: " + expected + " (expected: 0 or more)");
    }
    ensureOpen();
    if (uncertain) {
      catchUp();
    }
    long actual = state.get(key).map(Item::version).orElse(NONE);
    if (actual != expected) {
      counts.conflicts().add();
      throw new VersionConflict(key, expected, actual);
    }
    return actual;
  }

  private void ensureRoom(Key key, int bytes) throws Refused {
    Optional<Item> old = state.get(key);
    if (old.isEmpty() && state.size(key.collection()) >= limits.items()) {
      throw new Refused(
          key.collection()
              + ": "
              + state.size(key.collection())
              + " items (expected: at most "
              + limits.items()
              + "; delete some)");
    }
    long after = state.bytes() - old.map(item -> item.document().size()).orElse(0) + bytes;
    if (after > limits.bytes()) {
      throw new Refused(
          "registry: "
              + after
              + " bytes of documents (expected: at most "
              + limits.bytes()
              + "; delete some)");
    }
  }

  private Change append(ChangeEvent change) throws IOException, Busy {
    Event event = change.toEvent();
    Position position;
    uncertain = true;
    try {
      position = journal.append(List.of(event)).getFirst();
    } catch (DiskFull | Busy e) {
      uncertain = false;
      throw e;
    }
    uncertain = false;
    Change done = change.at(position);
    apply(done);
    saveIfEnough();
    return done;
  }

  private void saveIfEnough() {
    if (unsaved >= Math.max(limits.snapshotEvery(), state.size())) {
      save();
    }
  }

  private void save() {
    if (last != null && unsaved > 0) {
      snapshots.save(state, last);
      unsaved = 0;
    }
  }

  /** Returns when what is durable up to this version is applied. */
  void awaitApplied(long version) throws IOException {
    if (state.version() >= version) {
      return;
    }
    lock.lock();
    try {
      if (state.version() < version) {
        catchUp();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Changes watch(String collection) throws IOException {
    try {
      return changes(Optional.of(collection), next);
    } catch (Expired e) {
      throw new IOException("registry: " + e.getMessage(), e);
    }
  }

  @Override
  public Changes changes() throws IOException, Expired {
    return changes(Optional.empty(), 0);
  }

  @Override
  public Changes changes(Cursor from) throws IOException, Expired, InvalidCursor {
    Cursor ours = Cursor.decode(from.encoded(), journal.id());
    long end = journal.partitions().getFirst().end();
    if (ours.next(partition) > end) {
      throw new InvalidCursor(
          "cursor: at " + ours.next(partition) + " (expected: at most " + end + ")");
    }
    return changes(Optional.empty(), ours.next(partition));
  }

  private Changes changes(Optional<String> collection, long from) throws IOException, Expired {
    ensureOpen();
    Reader reader = journal.open(new Position(partition, from));
    var changes = new JournalChanges(this, reader, collection);
    readers.add(changes);
    if (closed) {
      changes.close();
    }
    return changes;
  }

  Cursor cursor(long offset) {
    return Cursor.at(journal.id(), new Position(partition, offset));
  }

  void left(JournalChanges changes) {
    readers.remove(changes);
  }

  private void ensureOpen() throws IOException {
    if (closed) {
      throw new IOException("registry: closed (expected: open)");
    }
  }

  /** Writes a snapshot and ends all readers of changes. What was put is on disk without this. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        save();
      }
    } finally {
      lock.unlock();
    }
    readers.forEach(JournalChanges::close);
  }
}
