package belfry.source.gluster;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The addresses of the other nodes of the pool, by what glusterd keeps of them: {@code
 * peers/<uuid>} in its directory, with a line {@code hostname1=} and so on for each of their names.
 * Names are looked up by a thread of its own: whoever asks never waits for that, and gets what is
 * known so far. Thread-safe.
 */
final class PoolNodes {
  /** So many names are looked up; a pool has fewer. */
  static final int NAMES_MAX = 1_000;

  /** So long the first look may keep {@link #of} waiting. */
  private static final Duration FIRST_WAIT_MAX = Duration.ofSeconds(1);

  private static final String KEY = "hostname";
  private static final System.Logger LOG = System.getLogger(PoolNodes.class.getName());

  private final Path peers;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Set<InetAddress> known = Set.of();

  private PoolNodes(Path workdir) {
    peers = workdir.resolve("peers");
  }

  /** Of the node whose glusterd works in this directory. */
  static PoolNodes of(Path workdir) {
    var nodes = new PoolNodes(workdir);
    try {
      nodes.look().join(FIRST_WAIT_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return nodes;
  }

  /** As far as they are known; and looks again, for the next time. */
  Set<InetAddress> addresses() {
    look();
    return known;
  }

  private Thread look() {
    Runnable work = looking.compareAndSet(false, true) ? this::lookNow : () -> {};
    return Thread.ofVirtual().name("gluster-pool").start(work);
  }

  private void lookNow() {
    try {
      var found = new HashSet<InetAddress>();
      for (String name : names()) {
        found.addAll(resolved(name));
      }
      known = Set.copyOf(found);
    } catch (IOException | DirectoryIteratorException e) {
      LOG.log(WARNING, "nodes of the pool not read, those known stay error=" + e);
    } finally {
      looking.set(false);
    }
  }

  private Set<String> names() throws IOException {
    var names = new TreeSet<String>();
    try (var files = Files.newDirectoryStream(peers)) {
      for (Path file : files) {
        Files.readString(file, UTF_8)
            .lines()
            .filter(line -> line.startsWith(KEY))
            .map(line -> line.substring(line.indexOf('=') + 1).strip())
            .filter(name -> !name.isEmpty() && names.size() < NAMES_MAX)
            .forEach(names::add);
      }
    } catch (NoSuchFileException e) {
      return Set.of(); // no pool, or a node that left while we looked
    }
    return names;
  }

  private static List<InetAddress> resolved(String name) {
    try {
      return List.of(InetAddress.getAllByName(name));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }
}
