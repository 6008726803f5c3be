package belfry.source.gluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How many datagrams the kernel dropped because a socket's receive buffer was full: the last column
 * of {@code /proc/net/udp} and {@code udp6} (Linux, proc(5)), in the row with our socket's inode.
 * Elsewhere it is not known. Used by one thread.
 */
final class KernelDrops {
  private static final List<Path> TABLES = List.of(Path.of("net/udp6"), Path.of("net/udp"));
  private static final int LOCAL = 1;
  private static final int INODE = 9;
  private static final int DROPS = 12;

  private final Path table;
  private final String inode;
  private long seen;

  private KernelDrops(Path table, String inode) {
    this.table = table;
    this.inode = inode;
  }

  /**
   * Looks for a socket that this process has just bound to a port.
   *
   * @param proc {@code /proc/self}
   * @return empty if this system does not tell
   */
  static Optional<KernelDrops> of(Path proc, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    try {
      Set<String> own = inodes(proc.resolve("fd"));
      for (Path name : TABLES) {
        Path table = proc.resolve(name);
        for (String row : Files.exists(table) ? rows(table) : List.<String>of()) {
          String[] columns = row.strip().split("\\s+");
          if (columns.length > DROPS
              && columns[LOCAL].endsWith(suffix)
              && own.contains(columns[INODE])) {
            return Optional.of(new KernelDrops(table, columns[INODE]));
          }
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * How many since the last call; 0 if the table cannot be read now. The kernel counts in 32 bits.
   */
  long fresh() {
    try {
      for (String row : rows(table)) {
        String[] columns = row.strip().split("\\s+");
        if (columns.length > DROPS && columns[INODE].equals(inode)) {
          long now = Long.parseLong(columns[DROPS]);
          long more = (now - seen) & 0xffff_ffffL;
          seen = now;
          return more;
        }
      }
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
    return 0;
  }

  private static List<String> rows(Path table) throws IOException {
    return Files.readString(table, StandardCharsets.ISO_8859_1).lines().skip(1).toList();
  }

  /** Of the sockets of this process. */
  private static Set<String> inodes(Path fds) throws IOException {
    var inodes = new HashSet<String>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(fds)) {
      for (Path fd : open) {
        target(fd)
            .filter(name -> name.startsWith("socket:["))
            .ifPresent(name -> inodes.add(name.substring("socket:[".length(), name.length() - 1)));
      }
    }
    return inodes;
  }

  private static Optional<String> target(Path fd) {
    try {
      return Optional.of(Files.readSymbolicLink(fd).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
