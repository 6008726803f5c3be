package belfry.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A machine of its own as far as programs can tell: namespaces for its processes, network, name and
 * mounts, with Gluster's directories empty and its own. Everything in it ends when it is closed.
 */
public final class Machine implements AutoCloseable {
  private static final Duration COMMAND_MAX = Duration.ofMinutes(3);

  /** Fresh directories over those of this machine; then it waits to be ended. */
  private static final String INSIDE =
      """
      set -e
      hostname "$1"
      mount -t tmpfs tmpfs /run
      mkdir -p /run/gluster /run/lock
      for dir in /var/lib/glusterd /var/log/glusterfs; do
        mkdir -p "$2$dir"
        [ ! -d "$dir" ] || mount --bind "$2$dir" "$dir"
      done
      printf '127.0.0.1 localhost\\n::1 localhost\\n%s' "$3" >"$2/hosts"
      mount --bind "$2/hosts" /etc/hosts
      ip link set lo up
      echo ready
      sleep 3600 &
      wait # and take leave of processes that nobody else waits for
      """;

  private final Process holder;
  private final long init;
  private final Path dir;

  private Machine(Process holder, long init, Path dir) {
    this.holder = holder;
    this.init = init;
    this.dir = dir;
  }

  /**
   * Starts one.
   *
   * @param dir an empty directory for what it keeps
   * @param name its host name
   * @param hosts more lines of its {@code /etc/hosts}
   */
  public static Machine start(Path dir, String name, String hosts) throws IOException {
    Files.createDirectories(dir);
    Process process =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--net",
                "--uts",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "--propagation",
                "private",
                "sh",
                "-c",
                INSIDE,
                "sh",
                name,
                dir.toString(),
                hosts)
            .redirectErrorStream(true)
            .start();
    var said = process.inputReader(UTF_8);
    String line = said.readLine();
    if (!"ready".equals(line)) {
      process.destroyForcibly();
      throw new AssertionError("unshare (expected: to run as root) said: " + line);
    }
    long init = process.children().findFirst().orElseThrow().pid();
    return new Machine(process, init, dir);
  }

  /** What it keeps. */
  public Path dir() {
    return dir;
  }

  /**
   * Joins machines to one network: the first is 10.77.0.1/24, the next 10.77.0.2 and so on.
   *
   * @param machines two or more; the first one holds the bridge
   */
  public static void connect(List<Machine> machines) throws IOException {
    Machine first = machines.getFirst();
    first.done("ip", "link", "add", "br0", "type", "bridge");
    first.done("ip", "addr", "add", "10.77.0.1/24", "dev", "br0");
    first.done("ip", "link", "set", "br0", "up");
    for (int i = 1; i < machines.size(); i++) {
      Machine other = machines.get(i);
      String port = "port" + i;
      String link = " type veth peer name eth0 netns " + other.init;
      outside(("ip link add " + port + " netns " + first.init + link).split(" "));
      first.done("ip", "link", "set", port, "master", "br0", "up");
      other.done("ip", "addr", "add", "10.77.0." + (i + 1) + "/24", "dev", "eth0");
      other.done("ip", "link", "set", "eth0", "up");
    }
  }

  /** Where the processes of all machines are seen. */
  private static void outside(String... words) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    try (var out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(List.of(words) + " said: " + text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** A command in it, to be started by the caller. */
  public ProcessBuilder command(String... words) {
    var command =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--target",
                Long.toString(init),
                "--mount",
                "--net",
                "--uts",
                "--pid",
                "--"));
    command.addAll(List.of(words));
    return new ProcessBuilder(command);
  }

  /** What a command said, errors included, and how it ended. */
  public record Said(int exit, String text) {}

  /** Runs a command to its end. */
  public Said run(String... words) throws IOException {
    return run(Map.of(), words);
  }

  /**
   * As {@link #run(String...)}.
   *
   * @param env more of the environment
   */
  public Said run(Map<String, String> env, String... words) throws IOException {
    ProcessBuilder builder = command(words).redirectErrorStream(true);
    builder.environment().putAll(env);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    Thread watching = Thread.ofVirtual().start(() -> endAfterMax(process));
    try (var out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), UTF_8);
      return new Said(process.waitFor(), text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
      watching.interrupt();
    }
  }

  private static void endAfterMax(Process process) {
    try {
      if (!process.waitFor(COMMAND_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a command that must succeed. */
  public String done(String... words) throws IOException {
    Said said = run(words);
    if (said.exit() != 0) {
      throw new AssertionError(List.of(words) + " ended with " + said);
    }
    return said.text();
  }

  /** Starts a command that goes on; what it says is in a file of that name. */
  public Process begin(Map<String, String> env, String log, String... words) throws IOException {
    ProcessBuilder builder = command(words).redirectErrorStream(true);
    builder.environment().putAll(env);
    return builder
        .redirectOutput(ProcessBuilder.Redirect.appendTo(dir.resolve(log).toFile()))
        .start();
  }

  @Override
  public void close() {
    ProcessHandle.of(init).ifPresent(ProcessHandle::destroyForcibly);
    holder.destroyForcibly();
    try {
      holder.waitFor(20, TimeUnit.SECONDS);
      holder.getInputStream().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
