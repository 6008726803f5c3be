package belfry.gluster.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where Gluster keeps what we share with it.
 *
 * @param work glusterd's working directory, {@code /var/lib/glusterd}
 * @param settings the directory of {@code eventsconfig.json}, {@code /etc/glusterfs}
 * @param pidFile the daemon's, held under {@code flock} while it runs
 * @param log the daemon's events log
 */
public record Folders(Path work, Path settings, Path pidFile, Path log) {
  private static final String WORK = "var/lib/glusterd";

  /** As on a node, below a directory that stands for {@code /}. */
  public static Folders under(Path root) {
    return new Folders(
        root.resolve(WORK),
        root.resolve("etc/glusterfs"),
        root.resolve("var/run/glustereventsd.pid"),
        root.resolve("var/log/glusterfs/events.log"));
  }

  /**
   * Those of this machine as its settings say.
   *
   * @param root what stands for {@code /}; empty for itself
   * @param work glusterd's working directory; empty for what it says itself
   * @param pidFile empty for the usual one
   * @param asked glusterd's answer; not asked for if the directory is known
   */
  public static Folders of(
      String root, String work, String pidFile, Supplier<Optional<Path>> asked) {
    Folders folders = under(Path.of(root.isEmpty() ? "/" : root));
    if (!work.isEmpty()) {
      folders = folders.withWork(Path.of(work));
    } else if (root.isEmpty()) {
      folders = asked.get().map(folders::withWork).orElse(folders);
    }
    return pidFile.isEmpty() ? folders : folders.withPidFile(Path.of(pidFile));
  }

  /** With another working directory of glusterd. */
  private Folders withWork(Path other) {
    return new Folders(other, settings, pidFile, log);
  }

  /** With another pid file. */
  private Folders withPidFile(Path other) {
    return new Folders(work, settings, other, log);
  }

  /** What is shared by all nodes. */
  public Path events() {
    return work.resolve("events");
  }

  /** The UUID of this node; empty before glusterd gave it one. */
  public Optional<String> nodeId() {
    try {
      return Files.readString(work.resolve("glusterd.info"))
          .lines()
          .filter(line -> line.startsWith("UUID="))
          .map(line -> line.substring("UUID=".length()).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
