package belfry.cli;

import belfry.settings.Settings;
import java.io.IOException;
import java.util.List;

/** How {@code serve} gets a hub; the root package, which may construct one, hands it in. */
@FunctionalInterface
public interface HubStart {
  /**
   * Starts a hub that runs until it is closed.
   *
   * @throws IllegalArgumentException if a setting is wrong, with what was expected
   * @throws IOException if it cannot start: the directory is locked, an address is taken
   */
  Running start(Settings settings) throws IOException;

  /** A hub in this process. */
  interface Running extends AutoCloseable {
    /** Where it listens, as {@code --hub} takes it; the unix socket first. */
    List<String> addresses();

    /**
     * Takes over the settings that can change while it runs; logs those that cannot.
     *
     * @throws IllegalArgumentException if one cannot be taken over; nothing was changed
     * @throws IOException if what follows from them could not be written
     */
    void reload(Settings fresh) throws IOException;

    /** Waits until it was closed. */
    void await() throws InterruptedException;

    /** Stops it in good order. Safe to call twice. */
    @Override
    void close();
  }
}
