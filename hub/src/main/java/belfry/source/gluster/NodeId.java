package belfry.source.gluster;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which node of Gluster this machine is: the line {@code UUID=} of {@code glusterd.info}. The file
 * is looked at once a second and read when it changed; if it goes away the last id stays. glusterd
 * writes it at the first command given to it, so events can come before it is there: these wait.
 *
 * <p>They do not wait for ever. A machine that only receives the events of clients never has the
 * file, and what waits is in memory alone: after a time, or when the buffer is half full, they go
 * in without a node, and so does what comes later, until the file is there. Used by one thread.
 */
final class NodeId {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** The file has two lines; whatever is larger is something else. */
  private static final int FILE_BYTES_MAX = 1 << 16;

  private static final String KEY = "UUID=";
  private static final System.Logger LOG = System.getLogger(NodeId.class.getName());

  private final Path file;
  private final Duration waitMax;
  private Optional<String> id = Optional.empty();
  private Optional<Seen> seen = Optional.empty();
  private long lookedAt;
  private boolean looked;
  private boolean given;

  private record Seen(FileTime modified, long size, String key) {}

  NodeId(Path workdir, Duration waitMax) {
    file = workdir.resolve("glusterd.info");
    this.waitMax = waitMax;
  }

  /** As it is now, if there is one. */
  Optional<String> current() {
    long nanos = System.nanoTime();
    if (!looked || nanos - lookedAt >= LOOK_EVERY.toNanos()) {
      looked = true;
      lookedAt = nanos;
      look();
    }
    return id;
  }

  /**
   * Whether events may go in: the id is known, or they waited long enough.
   *
   * @param oldest when the oldest of them came
   * @param pressed whether there is no room to wait any longer
   */
  boolean ready(Instant oldest, Instant now, boolean pressed) {
    if (current().isPresent() || given) {
      return true;
    }
    if (!pressed && Duration.between(oldest, now).compareTo(waitMax) < 0) {
      return false;
    }
    giveUp();
    return true;
  }

  /** From now on events do not wait. */
  void giveUp() {
    if (id.isEmpty() && !given) {
      LOG.log(WARNING, "events go in without their node, there is no UUID file=" + file);
    }
    given = true;
  }

  private void look() {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      var now =
          new Seen(
              attributes.lastModifiedTime(),
              attributes.size(),
              String.valueOf(attributes.fileKey()));
      if (id.isPresent() && seen.equals(Optional.of(now))) {
        return;
      }
      Optional<String> read = read(attributes.size());
      if (read.isPresent() && !read.equals(id)) {
        LOG.log(INFO, "node is known nodeid=" + read.get() + " file=" + file);
      }
      id = read.or(() -> id);
      seen = Optional.of(now);
    } catch (NoSuchFileException e) {
      seen = Optional.empty();
    } catch (IOException e) {
      seen = Optional.empty();
      LOG.log(WARNING, "node not read, the last known stays file=" + file + " error=" + e);
    }
  }

  private Optional<String> read(long size) throws IOException {
    if (size > FILE_BYTES_MAX) {
      throw new IOException(size + " bytes (expected: at most " + FILE_BYTES_MAX + ")");
    }
    return new String(Files.readAllBytes(file), UTF_8)
        .lines()
        .filter(line -> line.startsWith(KEY))
        .map(line -> line.substring(KEY.length()).strip())
        .filter(text -> !text.isEmpty())
        .findFirst();
  }
}
