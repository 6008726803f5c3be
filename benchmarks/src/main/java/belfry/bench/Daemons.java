package belfry.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The programs under test as processes of their own, on data directories of their own. */
final class Daemons {
  private Daemons() {}

  /** A running daemon. {@link #close} ends it and what it started. */
  record Daemon(Process process, Path home, String address, double startSeconds)
      implements AutoCloseable {
    /** Resident memory of the process, in MiB. */
    long residentMiB() throws IOException {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
      }
      return -1;
    }

    /** User and system time so far, in seconds. */
    double cpuSeconds() {
      return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    @Override
    public void close() throws IOException, InterruptedException {
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  /** A hub by its launcher; {@code top} is the checkout. */
  static Daemon belfry(Path top, Path home, String... options)
      throws IOException, InterruptedException {
    Path socket = home.resolve("unix.socket");
    var command = new ArrayList<>(List.of(top.resolve("belfry").toString(), "serve"));
    command.addAll(List.of("--data", home.toString(), "--socket", socket.toString()));
    command.addAll(List.of("--listen", "none"));
    command.addAll(List.of(options));
    return start(command, home, socket, home.resolve("hub.log"), "");
  }

  /** The real LXD daemon, if it is installed. */
  static Daemon lxd(Path home) throws IOException, InterruptedException {
    return start(
        List.of("lxd", "--group", "root"),
        home,
        home.resolve("unix.socket"),
        home.resolve("lxd.log"),
        home.toString());
  }

  static boolean installed(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  private static Daemon start(
      List<String> command, Path home, Path socket, Path log, String lxdDir)
      throws IOException, InterruptedException {
    Files.createDirectories(home);
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    if (!lxdDir.isEmpty()) {
      builder.environment().put("LXD_DIR", lxdDir);
    }
    long begun = System.nanoTime();
    Process process = builder.start();
    long deadline = begun + 60_000_000_000L;
    while (true) {
      if (answers(socket)) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Daemon(process, home, "unix:" + socket, seconds);
      }
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException(command + " did not start; it said: " + Files.readString(log));
      }
      Thread.sleep(10);
    }
  }

  private static boolean answers(Path socket) {
    if (!Files.exists(socket)) {
      return false;
    }
    try (Wire wire = Wire.open("unix:" + socket)) {
      return wire.exchange(Wire.head("GET", "/1.0", "", "", -1), new byte[0]) == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
