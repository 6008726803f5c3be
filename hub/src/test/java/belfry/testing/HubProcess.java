package belfry.testing;

import belfry.cli.wire.HubAddress;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A hub in a process of its own, so that it can be killed. It runs the classes under test on the
 * class path of the tests.
 */
public final class HubProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(30);

  private final Process process;
  private final Path socket;
  private final Path log;

  private HubProcess(Process process, Path socket, Path log) {
    this.process = process;
    this.socket = socket;
    this.log = log;
  }

  /**
   * Starts a hub and waits until it answers.
   *
   * @param home its data directory
   * @param options more options of {@code serve}
   */
  public static HubProcess start(Path home, String... options)
      throws IOException, InterruptedException {
    return start(List.of(), home, options);
  }

  /**
   * As {@link #start(Path, String...)}, by way of another program.
   *
   * @param prefix that program and its words, which runs the rest of the command in its place
   */
  public static HubProcess start(List<String> prefix, Path home, String... options)
      throws IOException, InterruptedException {
    Path socket = home.resolve("unix.socket");
    Path log = home.resolveSibling(home.getFileName() + ".log");
    var serve = new ArrayList<>(List.of("serve", "--data", home.toString()));
    serve.addAll(List.of("--socket", socket.toString()));
    if (!List.of(options).contains("--listen")) {
      serve.addAll(List.of("--listen", "none"));
    }
    serve.addAll(List.of(options));
    var command = new ArrayList<>(prefix);
    command.addAll(command(serve));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    var hub = new HubProcess(process, socket, log);
    hub.awaitReady();
    return hub;
  }

  /** The program with some arguments, by the classes under test. */
  public static List<String> command(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "belfry.Main"));
    command.addAll(arguments);
    return command;
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_MAX.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException("the hub did not start; it said:\n" + said());
      }
      Thread.sleep(10);
    }
  }

  private boolean answers() {
    if (!Files.exists(socket)) {
      return false;
    }
    try (HubClient client = client()) {
      return client.send(Request.get("/health/ready")).ok();
    } catch (IOException e) {
      return false;
    }
  }

  public Path socket() {
    return socket;
  }

  public long pid() {
    return process.pid();
  }

  /** Everything the hub printed so far. */
  public String said() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** A client over the unix socket; one per thread. */
  public HubClient client() {
    return new HubClient(new HubAddress.Unix(socket), Optional.empty(), "belfry-test");
  }

  /** Sends one request on a connection of its own. */
  public Reply send(Request request) throws IOException {
    try (HubClient client = client()) {
      return client.send(request);
    }
  }

  /** As the kernel does it when memory runs out: SIGKILL, no farewell. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Resident memory, in MiB. */
  public long residentMiB() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("no VmRSS line for the hub's process");
  }

  /** SIGTERM, and SIGKILL if that takes too long. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
      kill();
    }
  }
}
