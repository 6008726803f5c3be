package belfry.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    return belfry(top, home, Map.of(), options);
  }

  /** As the other, with more environment. */
  static Daemon belfry(Path top, Path home, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    Path socket = home.resolve("unix.socket");
    var command = new ArrayList<>(List.of(top.resolve("belfry").toString(), "serve"));
    command.addAll(List.of("--data", home.toString(), "--socket", socket.toString()));
    command.addAll(List.of("--listen", "none"));
    command.addAll(List.of(options));
    return start(command, home, socket, home.resolve("hub.log"), environment);
  }

  /** The real LXD daemon, if it is installed. */
  static Daemon lxd(Path home) throws IOException, InterruptedException {
    return start(
        List.of("lxd", "--group", "root"),
        home,
        home.resolve("unix.socket"),
        home.resolve("lxd.log"),
        Map.of("LXD_DIR", home.toString()));
  }

  /**
   * The real daemon of Gluster's events, with {@code lib} and {@code log} of a directory in the place
   * of Gluster's own. Needs root, and nobody on its port.
   */
  static Daemon glustereventsd(Path home, int port) throws IOException, InterruptedException {
    String script =
        "mount --bind \"$1/lib\" /var/lib/glusterd; mount --bind \"$1/log\" /var/log/glusterfs;"
            + " exec glustereventsd --pid-file \"$1/pid\"";
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(
                "unshare", "--mount", "--propagation", "private", "bash", "-ec", script, "-",
                home.toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("daemon.log").toFile())
            .start();
    long deadline = begun + 60_000_000_000L;
    String bound = String.format(":%04X ", port);
    while (!Files.readString(Path.of("/proc/net/udp")).contains(bound)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException(
            "glustereventsd did not start: " + Files.readString(home.resolve("daemon.log")));
      }
      Thread.sleep(10);
    }
    return new Daemon(process, home, "udp:" + port, (System.nanoTime() - begun) / 1e9);
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
      List<String> command, Path home, Path socket, Path log, Map<String, String> environment)
      throws IOException, InterruptedException {
    Files.createDirectories(home);
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
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
