package belfry;

import belfry.gluster.EventsDaemon;
import belfry.gluster.files.Config;
import belfry.gluster.files.Folders;
import belfry.gluster.files.Refusal;
import belfry.net.Network;
import belfry.settings.InvalidSettings;
import belfry.settings.Setting;
import belfry.settings.Settings;
import belfry.source.gluster.GlusterSettings;
import belfry.source.gluster.GlusterSource;
import belfry.source.gluster.Workdir;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** This machine as a node of Gluster, whose daemon for events the hub is. */
final class GlusterNode {
  private static final String NAME = "gluster";

  private GlusterNode() {}

  static List<Sources.Made> source(Settings settings, Sources.Tools tools) throws IOException {
    if (!settings.on(Setting.GLUSTER_NODE)) {
      return List.of();
    }
    var source =
        new GlusterSource(
            plan(settings),
            tools.clock(),
            new SplittableRandom(tools.random().nextLong()),
            tools.metrics());
    return List.of(new Sources.Made(source.name(), source, settings.on(Setting.GLUSTER_REQUIRED)));
  }

  private static GlusterSettings plan(Settings settings) throws IOException {
    Folders folders = folders(settings);
    return GlusterSettings.standard(NAME, Plan.projects(settings.text(Setting.GLUSTER_PROJECT)))
        .withPort(port(settings, folders))
        .withWorkdir(folders.work())
        .withSenders(senders(settings), true);
  }

  private static List<Network> senders(Settings settings) {
    var senders = new ArrayList<Network>(Network.LOOPBACK);
    for (String text : settings.list(Setting.GLUSTER_SENDERS)) {
      try {
        senders.add(Network.of(text));
      } catch (IllegalArgumentException e) {
        throw new InvalidSettings(Setting.GLUSTER_SENDERS.key() + ": " + e.getMessage());
      }
    }
    return senders;
  }

  /** The one that was set here, else the one that the nodes share. */
  private static int port(Settings settings, Folders folders) throws IOException {
    if (settings.values().containsKey(Setting.GLUSTER_PORT)) {
      return (int) settings.number(Setting.GLUSTER_PORT);
    }
    try {
      return new Config(folders.events(), folders.settings()).port();
    } catch (Refusal e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Takes the place of the daemon, if this machine is a node.
   *
   * @throws IOException if another daemon runs
   */
  static Optional<EventsDaemon> daemon(Settings settings, EventsDaemon.Hub hub) throws IOException {
    return settings.on(Setting.GLUSTER_NODE)
        ? Optional.of(EventsDaemon.start(folders(settings), hub))
        : Optional.empty();
  }

  private static Folders folders(Settings settings) {
    return Folders.of(
        settings.text(Setting.GLUSTER_ROOT),
        settings.text(Setting.GLUSTER_WORKDIR),
        settings.text(Setting.GLUSTER_PID_FILE),
        GlusterNode::askedFor);
  }

  private static Optional<Path> askedFor() {
    try {
      return Optional.of(Workdir.find());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
