package belfry.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The file that is being written, with space reserved ahead by writing zeros: only here a full disk
 * can show. Written by the committer; reserved by it and by {@link SpaceAhead}.
 */
final class ActiveFile {
  private static final int ZEROS_BYTES = 1 << 20;

  private final Disk disk;
  private final Path path;
  private final Disk.File file;
  private final long capacity;
  private final int step;
  private volatile long reserved;

  /**
   * @param capacity how large the file may become
   * @param reserved how much of it is there already
   * @param step how much is reserved at once
   */
  ActiveFile(Disk disk, Path path, Disk.File file, long capacity, long reserved, int step) {
    this.disk = disk;
    this.path = path;
    this.file = file;
    this.capacity = Math.max(capacity, reserved);
    this.reserved = reserved;
    this.step = step;
  }

  Disk.File file() {
    return file;
  }

  Path path() {
    return path;
  }

  long capacity() {
    return capacity;
  }

  long reserved() {
    return reserved;
  }

  boolean isFull() {
    return reserved >= capacity;
  }

  /**
   * Makes room up to a position, in whole steps.
   *
   * @throws Disk.NoSpace if there is none; the file is as long as before
   */
  synchronized void reserve(long upTo) throws IOException {
    while (reserved < upTo) {
      long target = Math.min(Math.max(capacity, upTo), reserved + step);
      try {
        for (long at = reserved; at < target; at += ZEROS_BYTES) {
          file.write(ByteBuffer.allocate((int) Math.min(ZEROS_BYTES, target - at)), at);
        }
        file.force(true);
      } catch (Disk.NoSpace e) {
        file.truncate(reserved);
        throw e;
      }
      reserved = target;
    }
  }

  /** Gives the file its name as a segment. */
  void rename(Path home, Path to) throws IOException {
    disk.move(path, to);
    disk.forceDirectory(home);
  }
}
