package belfry.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real daemon of LXD or Incus in namespaces of its own: killed, it leaves neither processes nor
 * mounts nor bridges, as after a power cut. Its socket is a file, which clients outside see.
 */
final class LxdDaemon implements AutoCloseable {
  private static final int COMMAND_SECONDS_MAX = 60;
  private static final String IN_NAMESPACES =
      "if [ -n \"$1\" ]; then ip link set lo up; fi;" + " shift; exec \"$@\"";

  private final Brand brand;
  private final Path home;
  private final boolean ownNetwork;
  private Process process;

  /**
   * Which of the two.
   *
   * @param prefix of its environment variables
   * @param environment what its programs need besides
   */
  record Brand(Path daemon, Path client, String prefix, Map<String, String> environment) {
    /** Debian's, 5.0.2. */
    static final Brand LXD =
        new Brand(Path.of("/usr/bin/lxd"), Path.of("/usr/bin/lxc"), "LXD", Map.of());
  }

  private LxdDaemon(Brand brand, Path home, boolean ownNetwork) throws Exception {
    this.brand = brand;
    this.home = home;
    this.ownNetwork = ownNetwork;
    process = launched();
  }

  /** Starts it with its files in a directory; it answers on return. */
  static LxdDaemon start(Brand brand, Path home) throws Exception {
    return new LxdDaemon(brand, home, true);
  }

  /** As {@link #start}, on the loopback network of the tests. */
  static LxdDaemon startOnLoopback(Brand brand, Path home) throws Exception {
    return new LxdDaemon(brand, home, false);
  }

  private Process launched() throws Exception {
    assertThat(brand.daemon())
        .as("apt-get install -y --no-install-recommends lxd lxd-client dnsmasq-base iptables")
        .isExecutable();
    Files.createDirectories(home.resolve("daemon"));
    Files.createDirectories(home.resolve("client"));
    var command = new ArrayList<String>(List.of("unshare", "--mount", "--propagation", "private"));
    command.addAll(List.of("--pid", "--fork", "--mount-proc", "--kill-child"));
    if (ownNetwork) {
      command.add("--net");
    }
    command.addAll(List.of("bash", "-c", IN_NAMESPACES, "-", ownNetwork ? "own" : ""));
    command.addAll(List.of(brand.daemon().toString(), "--group", "root"));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(home.resolve("daemon.log").toFile());
    environment(builder);
    process = builder.start();
    Awaitility.await("the daemon answers")
        .atMost(Duration.ofSeconds(COMMAND_SECONDS_MAX))
        .until(() -> !process.isAlive() || ran("query", "/1.0") == 0);
    assertThat(process.isAlive()).as(() -> log("daemon.log")).isTrue();
    return process;
  }

  private void environment(ProcessBuilder builder) {
    builder.environment().put(brand.prefix() + "_DIR", home.resolve("daemon").toString());
    builder.environment().put(brand.prefix() + "_CONF", home.resolve("client").toString());
    builder.environment().put("HOME", home.resolve("client").toString());
    builder.environment().put("TZ", "UTC");
    builder.environment().putAll(brand.environment());
  }

  private String log(String name) {
    try {
      return Files.readString(home.resolve(name));
    } catch (IOException e) {
      return name + ": " + e.getMessage();
    }
  }

  Path socket() {
    return home.resolve("daemon").resolve("unix.socket");
  }

  /** Where its client keeps keys and certificates. */
  Path client() {
    return home.resolve("client");
  }

  private int ran(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>(List.of(brand.client().toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(home.resolve("client.log").toFile());
    builder.redirectInput(Path.of("/dev/null").toFile());
    environment(builder);
    Process client = builder.start();
    if (!client.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
      client.destroyForcibly();
      throw new AssertionError(command + " goes on; it said: " + log("client.log"));
    }
    return client.exitValue();
  }

  /** Runs its client with these arguments, and gives what it printed; it must succeed. */
  String run(String arguments) throws IOException, InterruptedException {
    int exit = ran(arguments.split(" "));
    assertThat(exit).as(() -> arguments + ": " + log("client.log")).isZero();
    return log("client.log");
  }

  /** Begins to print all events as they come, one JSON object a line. */
  Monitor monitor(String name) throws IOException {
    Path printed = home.resolve(name + ".jsonl");
    var builder =
        new ProcessBuilder(
            brand.client().toString(), "monitor", "--format", "json", "--all-projects");
    environment(builder);
    builder.redirectOutput(printed.toFile()).redirectError(home.resolve(name + ".err").toFile());
    return new Monitor(builder.start(), printed);
  }

  /** A stock monitor at work. */
  record Monitor(Process process, Path printed) implements AutoCloseable {
    List<String> events() throws IOException {
      return Files.readString(printed, UTF_8).lines().filter(line -> !line.isBlank()).toList();
    }

    @Override
    public void close() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  /** Kills it, with all that it started. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again. */
  void restart() throws Exception {
    process = launched();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
