package belfry.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reserves space before the committer needs it: the next step of the active segment, and the first
 * step of the next segment. If there is no room it does nothing, and the committer will meet the
 * full disk itself.
 */
final class SpaceAhead implements Runnable {
  /** Suffix of a file that is not in use yet. */
  static final String SPARE = ".spare";

  private final Disk disk;
  private final Path home;
  private final int segmentBytes;
  private final int step;
  private final Consumer<IOException> onFailure;
  private final Thread thread = Thread.ofPlatform().daemon().name("journal-space").unstarted(this);
  private final Object spareLock = new Object();
  private volatile @Nullable ActiveFile spare;
  private int made; // by spareLock, so that no name is used twice
  private volatile @Nullable ActiveFile active;
  private volatile long written;
  private volatile boolean closed;

  /** Tells {@code onFailure} when a write or force failed for another reason than a full disk. */
  SpaceAhead(Disk disk, Path home, int segmentBytes, int step, Consumer<IOException> onFailure) {
    this.disk = disk;
    this.home = home;
    this.segmentBytes = segmentBytes;
    this.step = step;
    this.onFailure = onFailure;
  }

  void start() {
    thread.start();
  }

  /** The committer has written this far. Cheap: wakes the thread only when there is work. */
  void wrote(ActiveFile file, long upTo) {
    active = file;
    written = upTo;
    if (wantsMore(file, upTo) || wantsSpare(file, upTo)) {
      LockSupport.unpark(thread);
    }
  }

  private boolean wantsMore(ActiveFile file, long upTo) {
    return !file.isFull() && file.reserved() - upTo < step / 2;
  }

  private boolean wantsSpare(ActiveFile file, long upTo) {
    return file.capacity() - upTo < Math.max(step, file.capacity() / 4) && spare == null;
  }

  @Override
  public void run() {
    while (!closed) {
      LockSupport.park(this);
      ActiveFile file = active;
      if (file == null || closed) {
        continue;
      }
      try {
        if (wantsMore(file, written)) {
          file.reserve(Math.min(file.capacity(), file.reserved() + step));
        }
        if (wantsSpare(file, written)) {
          prepareSpare();
        }
      } catch (Disk.NoSpace e) {
        // The committer meets it when it needs the room, and tells those who wait.
      } catch (IOException e) {
        if (!closed && file == active) {
          onFailure.accept(e);
        }
      }
    }
  }

  private void prepareSpare() throws IOException {
    synchronized (spareLock) {
      if (spare == null && !closed) {
        spare = create(Math.min(step, segmentBytes));
      }
    }
  }

  /** A file for the next segment with at least this much room, header included. */
  ActiveFile take(long bytes) throws IOException {
    synchronized (spareLock) {
      ActiveFile taken = spare;
      spare = null;
      if (taken == null || taken.capacity() < bytes) {
        if (taken != null) {
          discard(taken);
        }
        taken = create(bytes);
      }
      return taken;
    }
  }

  private ActiveFile create(long bytes) throws IOException {
    Path path = home.resolve("next-" + made++ + SPARE);
    Disk.File file = disk.create(path);
    try {
      var next = new ActiveFile(disk, path, file, Math.max(segmentBytes, bytes), 0, step);
      next.reserve(Math.max(bytes, Math.min(step, segmentBytes)));
      return next;
    } catch (IOException e) {
      file.close();
      disk.delete(path);
      throw e;
    }
  }

  /** Ends the thread, waits for it, and gives the spare space back. */
  void close() throws IOException {
    closed = true;
    LockSupport.unpark(thread);
    Threads.join(thread);
    synchronized (spareLock) {
      ActiveFile unused = spare;
      spare = null;
      if (unused != null) {
        discard(unused);
      }
    }
  }

  private void discard(ActiveFile unused) throws IOException {
    unused.file().close();
    disk.delete(unused.path());
  }
}
