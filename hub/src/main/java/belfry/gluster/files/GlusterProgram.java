package belfry.gluster.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program {@code gluster}, by which a node reaches glusterd and through it the other nodes.
 *
 * @param path where it is
 */
public record GlusterProgram(Path path) {
  /** How long it may take; its own limit is two minutes. */
  public static final Duration WAIT = Duration.ofMinutes(3);

  /** Most bytes of its answer. */
  public static final int OUTPUT_BYTES_MAX = 16 << 20;

  private static final String NAME = "gluster";

  /** The one that the environment's PATH leads to. */
  public static Optional<GlusterProgram> find(Map<String, String> env) {
    for (String folder : env.getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path path = Path.of(folder, NAME);
      if (!folder.isEmpty() && Files.isExecutable(path) && Files.isRegularFile(path)) {
        return Optional.of(new GlusterProgram(path));
      }
    }
    return Optional.empty();
  }

  /** glusterd's working directory; empty if glusterd does not answer. */
  public Optional<Path> workFolder() {
    try {
      String said = run("system::", "getwd").strip();
      return said.startsWith("/") ? Optional.of(Path.of(said)) : Optional.empty();
    } catch (Failed e) {
      return Optional.empty();
    }
  }

  /**
   * Runs it and gives what it printed.
   *
   * @throws Failed with its exit code and words if it ends with another than 0
   */
  public String run(String... arguments) throws Failed {
    var command = new ArrayList<>(List.of(path.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectInput(devNull()).start();
      try {
        return output(process);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new Failed(1, path + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed(1, path + ": interrupted");
    }
  }

  private String output(Process process) throws IOException, InterruptedException, Failed {
    var errors = new StringBuilder();
    Thread reading = Thread.ofVirtual().start(() -> errors.append(all(process.getErrorStream())));
    Thread watching = Thread.ofVirtual().start(() -> endAfterWait(process));
    String output = all(process.getInputStream());
    reading.join();
    int code = process.waitFor();
    watching.join();
    if (code != 0) {
      throw new Failed(code, output.isEmpty() ? errors.toString() : output);
    }
    return output;
  }

  private static void endAfterWait(Process process) {
    try {
      if (!process.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private static String all(InputStream in) {
    try (in) {
      return new String(in.readNBytes(OUTPUT_BYTES_MAX), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static File devNull() {
    return new File("/dev/null");
  }

  /** Nobody could be asked: glusterd on this node does not answer. */
  public static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param code the exit code of whoever was to ask
     * @param text what it said
     */
    public Failed(int code, String text) {
      super(text);
      this.code = code;
    }

    public int code() {
      return code;
    }

    public String text() {
      return String.valueOf(getMessage());
    }
  }
}
