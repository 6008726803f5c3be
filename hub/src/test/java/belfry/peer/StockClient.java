package belfry.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.RunningHub;
import belfry.testing.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code lxc monitor} or {@code incus monitor} at work, listening to a hub's unix socket. */
final class StockClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final Path stdout;
  private final Path stderr;

  private StockClient(Process process, Path stdout, Path stderr) {
    this.process = process;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /**
   * Starts it and waits until the hub knows it as its only listener; the one before has left.
   *
   * @param prefix of its environment variables, {@code LXD} or {@code INCUS}
   */
  static StockClient monitor(Path program, String prefix, RunningHub hub, List<String> args)
      throws IOException {
    Path folder = Files.createTempDirectory(hub.data(), "client");
    Path stdout = folder.resolve("stdout");
    Path stderr = folder.resolve("stderr");
    var command = new ArrayList<String>(List.of(program.toString(), "monitor"));
    command.addAll(args);
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment(prefix, hub.data(), folder));
    builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
    Awaitility.await("the one before has left").atMost(PATIENCE).until(() -> listeners(hub) == 0);
    var client = new StockClient(builder.start(), stdout, stderr);
    client.await(() -> listeners(hub) == 1, "it listens");
    return client;
  }

  private static Map<String, String> environment(String prefix, Path data, Path folder) {
    return Map.of(
        prefix + "_DIR",
        data.toString(),
        prefix + "_CONF",
        folder.toString(),
        "HOME",
        folder.toString(),
        "TZ",
        "UTC");
  }

  private static int listeners(RunningHub hub) {
    try (Wire wire = hub.wire()) {
      return wire.get("/metrics")
          .text()
          .lines()
          .filter(line -> line.startsWith("belfry_tails "))
          .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it printed so far. */
  String stdout() {
    return text(stdout);
  }

  String stderr() {
    return text(stderr);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Waits until it printed more than before: it handles each event in a thread of its own. */
  void awaitMoreThan(String before) {
    await(() -> stdout().length() > before.length() && stdout().endsWith("\n"), "it prints");
  }

  private void await(Condition condition, String what) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> condition.holds() || !alive());
    assertThat(alive()).as(() -> what + ", but it ended: " + stderr()).isTrue();
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds();
  }

  /** Waits for its end and gives its exit status. */
  int ended() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it goes on: " + stdout());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
