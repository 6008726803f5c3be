package belfry.cli.gluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where Gluster keeps what we share with it.
 *
 * @param work glusterd's working directory, {@code /var/lib/glusterd}
 * @param settings the directory of {@code eventsconfig.json}, {@code /etc/glusterfs}
 * @param pidFile the daemon's, held under {@code flock} while it runs
 */
record Folders(Path work, Path settings, Path pidFile) {
  /** An environment variable: a directory that stands for {@code /}. */
  static final String ROOT = "BELFRY_GLUSTER_ROOT";

  private static final String WORK = "var/lib/glusterd";

  /** As on a node, below a directory that stands for {@code /}. */
  static Folders under(Path root) {
    return new Folders(
        root.resolve(WORK),
        root.resolve("etc/glusterfs"),
        root.resolve("var/run/glustereventsd.pid"));
  }

  /**
   * Those of this machine.
   *
   * @param env the environment
   * @param gluster Gluster's own program, which knows a working directory that was moved
   */
  static Folders of(Map<String, String> env, Optional<GlusterProgram> gluster) {
    String root = env.getOrDefault(ROOT, "");
    if (!root.isEmpty()) {
      return under(Path.of(root));
    }
    Folders usual = under(Path.of("/"));
    return gluster
        .flatMap(GlusterProgram::workFolder)
        .map(work -> new Folders(work, usual.settings, usual.pidFile))
        .orElse(usual);
  }

  /** What is shared by all nodes. */
  Path events() {
    return work.resolve("events");
  }

  /** The UUID of this node; empty before glusterd gave it one. */
  Optional<String> nodeId() {
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
