package belfry.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** How {@code serve} gets a hub; the root package, which may construct one, hands it in. */
public interface HubStart {
  /**
   * Reads the settings and says what is wrong with them.
   *
   * @return one line per setting that is not the default, for {@code serve --check}
   * @throws IllegalArgumentException with line, what was and what was expected
   */
  List<String> check(Settings settings) throws IOException;

  /**
   * Starts a hub that runs until it is closed.
   *
   * @throws IllegalArgumentException if the settings are wrong
   * @throws IOException if it cannot start: the directory is locked, a port is taken
   */
  Running start(Settings settings) throws IOException;

  /**
   * What the command line says; it wins over the environment, which wins over the file.
   *
   * @param file the settings file that was named; empty for the system's
   * @param data where events are kept
   * @param flags settings by their key
   */
  record Settings(Optional<Path> file, Path data, SortedMap<String, String> flags) {}

  /** A hub in this process. */
  interface Running extends AutoCloseable {
    /** Where it listens, as {@code --hub} takes it; the unix socket first. */
    List<String> addresses();

    /** Waits until it was closed or stopped by itself. */
    void await() throws InterruptedException;

    /** Stops it in good order. */
    @Override
    void close();
  }
}
