package belfry.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. It takes everything that waits, gives out offsets and one recorded
 * time, writes, forces once, and only then tells those who wait: group commit. While it forces, the
 * next group gathers, so the slower the disk the larger the groups.
 *
 * <p>A full disk shows where space is reserved, before anything is written: those who wait are
 * refused and the next append tries again. Any other failure of a write or a force ends writing for
 * good: after a failed fsync the kernel may have dropped the pages and report success the next time
 * (the PostgreSQL "fsyncgate" of 2018), so only reading the file back, at the next start, can say
 * what is on disk.
 */
final class Committer implements Runnable {
  /** How long nothing must come before a marker is written. */
  private static final Duration IDLE = Duration.ofMillis(50);

  private static final int BUFFER_BYTES_MIN = 64 << 10;
  private static final int BUFFER_BYTES = 4 << 20;
  private static final int INDEX_EVERY_BYTES = 64 * 1024;

  private final Path home;
  private final Identity identity;
  private final Segments segments;
  private final SpaceAhead ahead;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Consumer<Segment> onFull;
  private final int pendingBytesMax;
  private final Thread thread = Thread.ofPlatform().daemon().name("journal-commit").unstarted(this);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private List<Append> pending = new ArrayList<>();
  private long pendingBytes;
  private boolean closing;
  private boolean rollWanted;
  private volatile @Nullable IOException failure;

  // Of the committer's thread alone:
  private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES_MIN);
  private @Nullable ActiveFile active;
  private @Nullable Segment segment;
  private long position;
  private long forcedTo;
  private long nextOffset;
  private long lastMicros;

  /** What a committer works with; closed by whoever made it. */
  record Tools(
      Path home,
      Identity identity,
      Segments segments,
      SpaceAhead ahead,
      InstantSource clock,
      RandomGenerator random) {}

  Committer(Tools tools, int pendingBytesMax, Consumer<Segment> onFull) {
    home = tools.home;
    identity = tools.identity;
    segments = tools.segments;
    ahead = tools.ahead;
    clock = tools.clock;
    random = tools.random;
    this.pendingBytesMax = pendingBytesMax;
    this.onFull = onFull;
  }

  /** Goes on in a segment that was recovered. */
  void resume(ActiveFile file, Segment last, long writePosition) {
    active = file;
    segment = last;
    position = writePosition;
    forcedTo = writePosition;
    nextOffset = last.end().offset();
    ahead.wrote(file, position);
  }

  /** Begins the first segment, or one behind a sealed one. */
  void begin(long offset, long newestMicros) throws IOException {
    nextOffset = offset;
    lastMicros = newestMicros;
    roll(0);
  }

  void start(long newestMicros) {
    lastMicros = newestMicros;
    thread.start();
  }

  /** Hands over to the committer; then {@link Append#await}. */
  void submit(Append append) throws IOException, Busy {
    int bytes = append.draft().bytes();
    lock.lock();
    try {
      IOException why = failure;
      if (why != null) {
        throw new ReadOnly(String.valueOf(why.getMessage()), why);
      }
      if (closing) {
        throw new IOException("journal: closed (expected: open)");
      }
      if (pendingBytes > 0 && pendingBytes + bytes > pendingBytesMax) {
        throw new Busy(
            "journal: "
                + pendingBytes
                + " bytes wait to be written (expected: at most "
                + pendingBytesMax
                + ")",
            Duration.ofSeconds(1));
      }
      pendingBytes += bytes;
      pending.add(append);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the segment that is written, if there is anything in it, so that it can be sealed. */
  void wantRoll() {
    lock.lock();
    try {
      rollWanted = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Why nothing can be written any more. */
  @Nullable IOException failure() {
    return failure;
  }

  /** From now on everything is refused; also told by {@link SpaceAhead}. */
  void fail(IOException why) {
    lock.lock();
    try {
      if (failure == null) {
        failure =
            new IOException(
                "journal: read-only since a write failed: "
                    + why.getMessage()
                    + " (expected: a sound disk; restart to verify the end of the journal)",
                why);
      }
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    while (true) {
      boolean roll;
      List<Append> taken;
      lock.lock();
      try {
        awaitWork();
        roll = rollWanted;
        rollWanted = false;
        taken = pending;
        pending = new ArrayList<>();
        if (taken.isEmpty() && closing) {
          break;
        }
      } finally {
        lock.unlock();
      }
      if (failure != null) {
        refuse(taken, failure);
      } else if (!taken.isEmpty()) {
        commit(taken);
      } else {
        attempt(this::mark);
      }
      if (roll && failure == null && !isEmpty()) {
        attempt(() -> roll(0));
      }
    }
    attempt(this::end);
  }

  /** Returns when there is work, or when it is time for a marker. */
  private void awaitWork() {
    boolean unmarked = forcedTo == position && failure == null && !isEmpty();
    long left = IDLE.toNanos();
    while (pending.isEmpty() && !closing && !rollWanted) {
      try {
        if (!unmarked) {
          work.await();
        } else if (left <= 0) {
          return;
        } else {
          left = work.awaitNanos(left);
        }
      } catch (InterruptedException e) {
        // Nobody has a reason to: this thread ends when the journal is closed.
      }
    }
  }

  private boolean isEmpty() {
    return segment == null || segment.first() == nextOffset;
  }

  private void commit(List<Append> appends) {
    int from = 0;
    try {
      long micros = Math.max(lastMicros, RecordCursor.micros(clock.instant()));
      while (from < appends.size()) {
        int to = fitting(appends, from);
        if (to == from) {
          roll(appends.get(from).draft().bytes());
        } else {
          write(appends.subList(from, to), micros);
          release(appends.subList(from, to));
          from = to;
        }
      }
    } catch (Disk.NoSpace e) {
      refuse(
          appends.subList(from, appends.size()),
          new DiskFull("journal: no room on the disk of " + home + ": " + e.getMessage(), e));
    } catch (IOException | RuntimeException e) {
      fail(e instanceof IOException io ? io : new IOException(e.toString(), e));
      IOException why = failure;
      refuse(appends.subList(from, appends.size()), why == null ? new IOException(e) : why);
    }
  }

  /** The end of the appends that fit into the active segment. One that fits nowhere gets room. */
  private int fitting(List<Append> appends, int from) {
    long left = active().capacity() - position - BlockHeader.BYTES;
    int to = from;
    while (to < appends.size() && appends.get(to).draft().bytes() <= left) {
      left -= appends.get(to++).draft().bytes();
    }
    return to == from && isEmpty() ? from + 1 : to;
  }

  private void write(List<Append> appends, long micros) throws IOException {
    Segment into = segment();
    ActiveFile file = active();
    long bytes = 0;
    for (Append append : appends) {
      bytes += append.draft().bytes();
    }
    file.reserve(position + bytes);
    long at = position;
    long written = position;
    long offset = nextOffset;
    makeRoom(bytes);
    for (Append append : appends) {
      Draft draft = append.draft();
      if (buffer.remaining() < draft.bytes()) {
        written = drain(file, written, draft.bytes());
      }
      draft.copyTo(buffer, new Draft.Place(into.header(), at, forcedTo, offset, micros));
      append.place(into.header().partition(), offset);
      index(into, draft, at, offset, micros);
      at += draft.bytes();
      offset += draft.events();
    }
    drain(file, written, 0);
    file.file().force(false);
    boolean first = isEmpty();
    position = at;
    forcedTo = at;
    nextOffset = offset;
    lastMicros = micros;
    long oldest = first ? micros : into.end().oldestMicros();
    into.advance(new Segment.End(at, offset, oldest, micros));
    segments.advance(offset);
    ahead.wrote(file, position);
  }

  /** An empty buffer that holds all of it, or as much as is written at once. */
  private void makeRoom(long bytes) {
    if (buffer.capacity() < Math.min(bytes, BUFFER_BYTES)) {
      buffer = ByteBuffer.allocateDirect((int) Math.min(bytes * 2, BUFFER_BYTES));
    }
    buffer.clear();
  }

  /** Writes what is in the buffer and makes room for {@code next} bytes; the new file position. */
  private long drain(ActiveFile file, long at, int next) throws IOException {
    buffer.flip();
    int count = buffer.remaining();
    file.file().write(buffer, at);
    if (next > buffer.capacity()) {
      buffer = ByteBuffer.allocateDirect(next);
    }
    buffer.clear();
    return at + count;
  }

  private static void index(Segment into, Draft draft, long at, long offset, long micros) {
    BlockIndex index = into.index();
    for (int i = 0; i < draft.blocks(); i++) {
      long block = at + draft.start(i);
      int last = index.size() - 1;
      if (last < 0 || block - index.position(last) >= INDEX_EVERY_BYTES) {
        index.add(block, offset + draft.eventsBefore(i), micros);
      }
    }
  }

  /** Tells those whose events are on disk. */
  private void release(List<Append> appends) {
    free(appends);
    appends.forEach(Append::durable);
  }

  private void refuse(List<Append> appends, IOException why) {
    free(appends);
    appends.forEach(append -> append.failed(why));
  }

  private void free(List<Append> appends) {
    lock.lock();
    try {
      for (Append append : appends) {
        pendingBytes -= append.draft().bytes();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A marker says that everything before it was durable. It is not forced itself. */
  private void mark() throws IOException {
    if (isEmpty() || position + BlockHeader.BYTES > active().reserved()) {
      return;
    }
    SegmentHeader header = segment().header();
    buffer.clear();
    new BlockHeader(
            0,
            0,
            0,
            BlockHeader.PLAIN,
            BlockHeader.LAST | BlockHeader.MARKER,
            header.partition(),
            header.incarnation(),
            0,
            header.segmentId(),
            forcedTo,
            nextOffset,
            nextOffset,
            lastMicros)
        .writeTo(buffer, 0);
    active().file().write(buffer.limit(BlockHeader.BYTES), position);
    position += BlockHeader.BYTES;
  }

  /** Ends the segment and begins the next, with room for this many bytes. */
  private void roll(int bytes) throws IOException {
    if (segment != null && forcedTo < position) {
      active().file().force(false);
      forcedTo = position;
    }
    ActiveFile next = ahead.take(SegmentHeader.BYTES + bytes + BlockHeader.BYTES);
    long micros = Math.max(lastMicros, RecordCursor.micros(clock.instant()));
    var header =
        new SegmentHeader(
            identity.kind(), false, 0, identity.journal(), random.nextLong(), nextOffset, micros);
    next.file().write(header.encoded(), 0);
    next.file().force(true);
    Path path = Segments.path(home, 0, nextOffset, false);
    next.rename(home, path);
    var end = new Segment.End(SegmentHeader.BYTES, nextOffset, micros, lastMicros);
    var begun = new Segment(path, header, new BlockIndex(), end);
    Segment old = segment;
    ActiveFile oldFile = active;
    active = next;
    segment = begun;
    position = SegmentHeader.BYTES;
    forcedTo = position;
    segments.put(begun);
    ahead.wrote(next, position);
    if (old != null && oldFile != null) {
      oldFile.file().close();
      old.complete();
      onFull.accept(old);
    }
  }

  private void end() throws IOException {
    try {
      if (failure == null) {
        mark();
        active().file().force(false);
      }
    } finally {
      active().file().close();
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (Disk.NoSpace e) {
      // Nobody waits for this; the next append meets the full disk and says so.
    } catch (IOException e) {
      fail(e);
    }
  }

  private ActiveFile active() {
    return java.util.Objects.requireNonNull(active, "active");
  }

  private Segment segment() {
    return java.util.Objects.requireNonNull(segment, "segment");
  }

  /** Writes what waits, ends, and leaves a marker. */
  void close() {
    lock.lock();
    try {
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    Threads.join(thread);
  }
}
