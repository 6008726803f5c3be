package belfry.source.lxd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Up to when a server was heard and all of it is on disk, in a file: what it tells while the hub is
 * down is a gap, too. Used by one thread.
 */
final class Heard {
  /** Written at most so often; a hub that crashes names a gap that is longer by as much. */
  static final Duration SAVE_EVERY = Duration.ofSeconds(10);

  private final Path file;
  private Instant saved = Instant.MIN;

  /**
   * @param directory made when there is something to keep
   */
  Heard(Path directory, String name) {
    file = directory.resolve(name);
  }

  /** Empty if it was never heard. */
  Optional<Instant> load() throws IOException {
    try {
      return Optional.of(Instant.parse(Files.readString(file).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (DateTimeParseException e) {
      throw new IOException(file + ": no time (expected: one like 2026-11-20T09:35:56Z)", e);
    }
  }

  /** Notes it, unless that was done a short while ago. */
  void note(Instant until) throws IOException {
    if (until.isAfter(saved.equals(Instant.MIN) ? saved : saved.plus(SAVE_EVERY))) {
      save(until);
    }
  }

  /** Notes it now. */
  void save(Instant until) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, (until + "\n").getBytes(UTF_8));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    saved = until;
  }
}
