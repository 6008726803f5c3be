package belfry.gluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import belfry.os.Flock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The daemon's process id in a file that is locked while it runs. Gluster's programs look at the
 * lock to tell whether there is a daemon, and send it SIGUSR2 by what is written.
 */
final class PidFile implements AutoCloseable {
  /** Whoever only looks whether it is locked has the lock for a moment. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final int TRIES_MAX = 100;

  private final Path file;
  private final Flock lock;

  private PidFile(Path file, Flock lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Takes it and writes our process into it.
   *
   * @throws IOException if somebody else holds it, or it cannot be written
   */
  static PidFile take(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    for (int i = 0; i < TRIES_MAX; i++) {
      create(file);
      try {
        return owned(file, locked(file));
      } catch (NoSuchFileException e) {
        // Its owner ended between the two calls.
      }
    }
    throw new IOException(file + ": made and removed all the time (expected: one daemon)");
  }

  private static Flock locked(Path file) throws IOException {
    try {
      return Flock.take(file, LOOK);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      String pid = Files.exists(file) ? Files.readString(file, US_ASCII).strip() : "";
      throw new IOException(
          e.getMessage()
              + "; it names process "
              + (pid.isEmpty() ? "none" : pid)
              + " (expected: no other daemon; stop glustereventsd, or the other hub)",
          e);
    }
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // Of a daemon that runs, or of one that was killed: its lock tells.
    }
  }

  private static PidFile owned(Path file, Flock lock) throws IOException {
    try {
      Files.writeString(file, ProcessHandle.current().pid() + "\n", US_ASCII);
      return new PidFile(file, lock);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /** Removes it, then lets it go: who waits for the lock finds no file and makes a new one. */
  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      lock.close();
    }
  }
}
