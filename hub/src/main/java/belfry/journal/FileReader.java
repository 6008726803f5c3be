package belfry.journal;

import belfry.event.Entry;
import belfry.event.Position;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reads the partition through whatever files hold it at the moment. */
final class FileReader implements Reader {
  /** A poll ends when it has this much data, in bytes, however many entries were asked for. */
  static final long POLL_BYTES_MAX = 8 << 20;

  private final Disk disk;
  private final int partition;
  private final Segments segments;
  private final EventDecoder decoder = new EventDecoder();
  private final ReentrantLock lock = new ReentrantLock(); // held while reading, not while waiting
  private @Nullable SegmentScan scan;
  private @Nullable RecordCursor records;
  private volatile long next;
  private volatile boolean closed;

  FileReader(Disk disk, Segments segments, Position from) {
    this.disk = disk;
    this.segments = segments;
    partition = from.partition();
    next = from.offset();
  }

  @Override
  public List<Entry> poll(int max, Duration wait)
      throws IOException, Expired, InterruptedException {
    long left = wait.toNanos();
    while (!closed && !segments.isClosed()) {
      lock.lock();
      try {
        List<Entry> found = closed ? List.of() : available(Math.max(1, max));
        if (!found.isEmpty()) {
          return found;
        }
      } finally {
        lock.unlock();
      }
      if (next >= segments.end()) {
        if (left <= 0) {
          break;
        }
        left = segments.await(next, left, () -> closed);
      }
    }
    return List.of();
  }

  /** What is there without waiting; may be nothing though more follows, after erased entries. */
  private List<Entry> available(int max) throws IOException, Expired {
    long start = next;
    if (start < segments.oldest()) {
      throw new Expired(new Position(partition, start), new Position(partition, segments.oldest()));
    }
    Optional<Lost> lost = segments.lostAt(start);
    if (lost.isPresent()) {
      leave();
      next = lost.get().end();
      throw damaged(lost.get());
    }
    if (start >= segments.end()) {
      return List.of();
    }
    var found = new ArrayList<Entry>(Math.min(max, 1024));
    try {
      collect(found, max);
    } catch (NoSuchFileException e) {
      Optional<Segment> still = segments.at(next);
      if (still.isPresent() && still.get().path().toString().equals(e.getFile())) {
        throw e;
      }
      restart(start); // replaced or deleted since we looked it up
      return List.of();
    }
    // What is hidden stays hidden until its file was replaced: look at the file after the entries.
    if (isStale()) {
      restart(start);
      return List.of();
    }
    return found;
  }

  private boolean isStale() {
    return scan != null && scan.segment().isRetired();
  }

  private void collect(List<Entry> found, int max) throws IOException {
    long bytes = 0;
    while (found.size() < max && bytes < POLL_BYTES_MAX && next < segments.end()) {
      if (isStale()) {
        return;
      }
      RecordCursor in = records == null ? nextRecords() : records;
      if (in == null) {
        return;
      }
      if (!step(in)) {
        records = null;
      } else if (in.offset() >= next) {
        next = in.offset() + 1;
        if (!in.isTombstone() && !segments.isHidden(in.offset())) {
          found.add(in.entry(decoder));
          bytes += in.bodyTo() - in.bodyFrom();
        }
      }
    }
  }

  /** A block with a sound checksum and wrong content is our own mistake, or a newer version's. */
  private boolean step(RecordCursor in) throws Damaged {
    try {
      return in.next();
    } catch (Damaged e) {
      leave();
      next = Math.max(next + 1, in.offset() + 1);
      throw e;
    }
  }

  private @Nullable RecordCursor nextRecords() throws IOException {
    SegmentScan in = scanAt(next);
    Optional<Block> block = in.next();
    if (block.isEmpty()) {
      passEnd(in.segment());
      return null;
    }
    if (block.get().header().first() > next && segments.lostAt(next).isPresent()) {
      return null; // the next call says so
    }
    var cursor = new RecordCursor(block.get());
    records = cursor;
    return cursor;
  }

  /** The blocks of a segment ended before its offsets did: a loss that nobody noticed yet. */
  private void passEnd(Segment segment) {
    long end = segment.end().offset();
    if (segment.holds(next) && segment.lostAt(next).isEmpty() && segment != segments.last()) {
      segment.lose(new Lost(next, end, 0, 0, "blocks missing"));
    }
    leave();
  }

  private SegmentScan scanAt(long offset) throws IOException {
    SegmentScan open = scan;
    if (open != null && !open.segment().isRetired() && offset < open.segment().end().offset()) {
      return open;
    }
    leave();
    Segment segment = segments.at(offset).orElseThrow(() -> new IOException("journal: closed"));
    var made = new SegmentScan(disk, segment, SegmentScan.READ_AHEAD);
    made.seek(offset);
    scan = made;
    return made;
  }

  private Damaged damaged(Lost lost) {
    String name = segments.at(lost.first()).map(Segment::name).orElse("journal");
    return new Damaged(
        name
            + " at byte "
            + lost.position()
            + ": "
            + lost.reason()
            + ", offsets "
            + lost.first()
            + " to "
            + (lost.end() - 1)
            + " of partition "
            + partition
            + " cannot be read");
  }

  private void restart(long from) {
    leave();
    next = from;
  }

  private void leave() {
    records = null;
    SegmentScan open = scan;
    scan = null;
    if (open != null) {
      open.closeQuietly();
    }
  }

  @Override
  public long next() {
    return next;
  }

  /** From any thread: a poll that waits ends. */
  @Override
  public void close() {
    closed = true;
    segments.nudge();
    lock.lock();
    try {
      leave();
    } finally {
      lock.unlock();
    }
  }
}
