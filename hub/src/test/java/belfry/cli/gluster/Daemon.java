package belfry.cli.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.os.Flock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A daemon as far as others can tell: a process that takes SIGUSR2, and a locked pid file. */
final class Daemon implements AutoCloseable {
  /** Prints a line at each signal; ends by itself after ten minutes. */
  private static final String SCRIPT =
      "trap 'echo reload' USR2; echo ready; for i in $(seq 6000); do sleep 0.1; done";

  private final Process process;
  private final BufferedReader lines;
  private final Flock lock;

  Daemon(Path pidFile) throws IOException {
    process = new ProcessBuilder("sh", "-c", SCRIPT).start();
    lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    if (!"ready".equals(lines.readLine())) {
      throw new IOException("the daemon did not start");
    }
    Files.createDirectories(pidFile.getParent());
    Files.writeString(pidFile, process.pid() + "\n");
    lock = Flock.take(pidFile, Duration.ofSeconds(5));
  }

  /** Waits until it was asked to reload. */
  void awaitReload() {
    Awaitility.await("SIGUSR2").atMost(Duration.ofSeconds(10)).until(lines::ready);
  }

  boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    lock.close();
    process.destroyForcibly();
  }
}
