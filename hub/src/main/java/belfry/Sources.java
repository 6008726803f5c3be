package belfry;

import belfry.metrics.Metrics;
import belfry.settings.Settings;
import belfry.source.Source;
import belfry.source.Supervisor;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** All sources that settings can ask for. A new one is one line here. */
final class Sources {
  private static final List<Kind> ALL = List.of(GlusterNode::source, LxdServers::sources);

  /** Reads from the settings which sources of its kind there are to be, and makes them. */
  @FunctionalInterface
  interface Kind {
    List<Made> made(Settings settings, Tools tools) throws IOException;
  }

  /**
   * What every source is made with.
   *
   * @param random thread-safe
   */
  record Tools(InstantSource clock, RandomGenerator random, Metrics metrics) {}

  /**
   * A source that is to run.
   *
   * @param required whether the hub does not start without it
   */
  record Made(String name, Source source, boolean required) {}

  private Sources() {}

  /**
   * Starts all that the settings ask for.
   *
   * @throws IOException if one that is required cannot begin
   */
  static void start(Supervisor supervisor, Settings settings, Tools tools) throws IOException {
    for (Kind kind : ALL) {
      for (Made made : kind.made(settings, tools)) {
        supervisor.start(made.name(), made.source(), made.required());
      }
    }
  }
}
