package belfry.source.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where glusterd keeps its files, by its own word: {@code gluster system:: getwd}. */
public final class Workdir {
  /** Where it is unless glusterd was built otherwise. */
  public static final Path DEFAULT = Path.of("/var/lib/glusterd");

  /** So long the program may take; it waits for glusterd if that is down. */
  public static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(5);

  private static final int ANSWER_BYTES_MAX = 4_096;

  private Workdir() {}

  /**
   * Asks, and takes {@link #DEFAULT} if there is no answer.
   *
   * @throws InterruptedException when interrupted; the program is ended
   */
  public static Path find() throws InterruptedException {
    return ask("gluster", ANSWER_WAIT_MAX).orElse(DEFAULT);
  }

  /** Empty if the program is not there, fails, takes too long or names no directory. */
  static Optional<Path> ask(String program, Duration wait) throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(program, "system::", "getwd")
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectError(Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    try (var answer = process.getInputStream()) {
      if (!process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        return Optional.empty();
      }
      return directory(new String(answer.readNBytes(ANSWER_BYTES_MAX), UTF_8).strip());
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Optional<Path> directory(String text) {
    try {
      Path path = Path.of(text);
      return path.isAbsolute() && Files.isDirectory(path) ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
