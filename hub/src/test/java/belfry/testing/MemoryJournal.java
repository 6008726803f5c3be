package belfry.testing;

import static java.time.temporal.ChronoUnit.MICROS;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.JournalId;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.journal.Busy;
import belfry.journal.Expired;
import belfry.journal.Journal;
import belfry.journal.Reader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * A journal in memory with several partitions and holes between its offsets, as one on Kafka will
 * have: whoever works with this one assumes neither a single partition nor dense offsets. The
 * partition is chosen by the source of the first event of an append.
 */
public final class MemoryJournal implements Journal {
  /** Partitions unless said otherwise. */
  public static final int PARTITIONS = 3;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final InstantSource clock;
  private final Random random;
  private final JournalId id;
  private final List<Log> logs;
  private boolean busy;
  private boolean closed;

  private static final class Log {
    final TreeMap<Long, Entry> entries = new TreeMap<>();
    long oldest;
    long end;
    Instant newest = Instant.MIN;
  }

  public MemoryJournal(InstantSource clock) {
    this(clock, PARTITIONS, 1);
  }

  /** The seed gives the journal's id, its salts and the holes between offsets. */
  public MemoryJournal(InstantSource clock, int partitions, long seed) {
    this.clock = clock;
    random = new Random(seed);
    id = new JournalId(new UUID(random.nextLong(), random.nextLong()), 1);
    logs = IntStream.range(0, partitions).mapToObj(number -> new Log()).toList();
  }

  /** Where an event of this source goes. */
  public int partition(String source) {
    return Math.floorMod(source.hashCode(), logs.size());
  }

  /** From now on nothing is taken, or everything again. */
  public void busy(boolean value) {
    lock.lock();
    try {
      busy = value;
    } finally {
      lock.unlock();
    }
  }

  /** As retention does: everything before this position is gone. */
  public void expire(Position before) {
    lock.lock();
    try {
      Log log = logs.get(before.partition());
      log.entries.headMap(before.offset()).clear();
      log.oldest = Math.max(log.oldest, before.offset());
    } finally {
      lock.unlock();
    }
  }

  /** Hides one entry from every reader; its position stays taken. */
  public void erase(Position position) {
    lock.lock();
    try {
      logs.get(position.partition()).entries.remove(position.offset());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Position> append(List<Event> events) throws IOException, Busy {
    lock.lock();
    try {
      ensureOpen();
      if (busy) {
        throw new Busy("journal: told to be busy", Duration.ofSeconds(1));
      }
      if (events.isEmpty()) {
        return List.of();
      }
      int partition = partition(events.getFirst().source());
      Log log = logs.get(partition);
      Instant now = clock.instant().truncatedTo(MICROS);
      log.newest = now.isAfter(log.newest) ? now : log.newest;
      var positions = new ArrayList<Position>(events.size());
      for (Event event : events) {
        var position = new Position(partition, log.end + random.nextInt(3));
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        var entry = new Entry(position, log.newest, Payload.owning(salt), event);
        log.entries.put(position.offset(), entry);
        log.end = position.offset() + 1;
        positions.add(position);
      }
      changed.signalAll();
      return positions;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Reader open(Position from) throws IOException, Expired {
    lock.lock();
    try {
      ensureOpen();
      Log log = log(from.partition());
      if (from.offset() < log.oldest) {
        throw new Expired(from, new Position(from.partition(), log.oldest));
      }
      return new MemoryReader(from);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Entry> read(List<Position> positions) throws IOException {
    lock.lock();
    try {
      ensureOpen();
      var found = new ArrayList<Entry>(positions.size());
      for (Position position : positions) {
        Entry entry = log(position.partition()).entries.get(position.offset());
        if (entry != null) {
          found.add(entry);
        }
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Position find(int partition, Instant recordedTime) {
    lock.lock();
    try {
      Log log = log(partition);
      for (Entry entry : log.entries.values()) {
        if (!entry.recordedTime().isBefore(recordedTime)) {
          return entry.position();
        }
      }
      return new Position(partition, log.end);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Segment> segments(int partition) {
    return List.of();
  }

  @Override
  public List<Partition> partitions() {
    lock.lock();
    try {
      return IntStream.range(0, logs.size())
          .mapToObj(i -> new Partition(i, logs.get(i).oldest, logs.get(i).end))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public JournalId id() {
    return id;
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

  private Log log(int partition) {
    if (partition < 0 || partition >= logs.size()) {
      throw new IllegalArgumentException(
          "partition: " + partition + " (expected: 0 to " + (logs.size() - 1) + ")");
    }
    return logs.get(partition);
  }

  private void ensureOpen() throws IOException {
    if (closed) {
      throw new IOException("journal: closed (expected: open)");
    }
  }

  private final class MemoryReader implements Reader {
    private final int partition;
    private long next;
    private boolean ended;

    MemoryReader(Position from) {
      partition = from.partition();
      next = from.offset();
    }

    @Override
    public List<Entry> poll(int max, Duration wait) throws Expired, InterruptedException {
      lock.lock();
      try {
        Log log = logs.get(partition);
        long left = wait.toNanos();
        while (true) {
          if (ended || closed) {
            return List.of();
          }
          if (next < log.oldest) {
            throw new Expired(new Position(partition, next), new Position(partition, log.oldest));
          }
          List<Entry> found =
              log.entries.tailMap(next).values().stream().limit(Math.max(1, max)).toList();
          if (!found.isEmpty()) {
            next = found.getLast().position().offset() + 1;
            return found;
          }
          next = Math.max(next, log.end);
          if (left <= 0) {
            return List.of();
          }
          left = changed.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public long next() {
      lock.lock();
      try {
        return next;
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
