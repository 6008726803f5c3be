package belfry.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** An exclusive {@code flock} on a file, the kind that Gluster's own programs take. */
public final class Flock implements AutoCloseable {
  /** How often a file that is replaced all the time is opened anew within one look. */
  private static final int REOPENS_MAX = 100;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final int descriptor;

  private Flock(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Takes the lock if it is free. Whoever waits for a lock may get that of a file which its holder
   * has replaced: the lock of the file that has the name now is what counts.
   *
   * @return empty if somebody has it
   * @throws NoSuchFileException if there is no such file
   */
  public static Optional<Flock> tryTake(Path file) throws IOException {
    for (int i = 0; i < REOPENS_MAX; i++) {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      }
      int descriptor = Posix.open(file);
      boolean ours = false;
      try {
        if (!Posix.lock(descriptor)) {
          return Optional.empty();
        }
        ours = Files.isSameFile(Path.of("/dev/fd/" + descriptor), file);
        if (ours) {
          return Optional.of(new Flock(descriptor));
        }
      } catch (NoSuchFileException e) {
        ours = false; // replaced or gone between the calls
      } finally {
        if (!ours) {
          Posix.close(descriptor);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Waits for the lock.
   *
   * @throws IOException if somebody else has it for all of {@code wait}
   */
  public static Flock take(Path file, Duration wait) throws IOException {
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      Optional<Flock> lock = tryTake(file);
      if (lock.isPresent()) {
        return lock.get();
      }
      if (System.nanoTime() - end >= 0) {
        throw new IOException(
            file
                + ": locked by another program for "
                + wait.toSeconds()
                + " s (expected: a moment; try again)");
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  @Override
  public void close() {
    Posix.close(descriptor);
  }
}
