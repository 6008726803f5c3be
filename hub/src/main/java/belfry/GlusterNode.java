package belfry;

import belfry.settings.InvalidSettings;
import belfry.settings.Setting;
import belfry.settings.Settings;
import belfry.source.gluster.GlusterSettings;
import belfry.source.gluster.GlusterSource;
import belfry.source.gluster.Network;
import belfry.source.gluster.Workdir;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** This machine as a node of Gluster, whose daemon for events the hub is. */
final class GlusterNode {
  private static final String NAME = "gluster";

  private GlusterNode() {}

  static Optional<Sources.Made> source(Settings settings, Sources.Tools tools) throws IOException {
    if (!settings.on(Setting.GLUSTER_NODE)) {
      return Optional.empty();
    }
    var source =
        new GlusterSource(
            plan(settings),
            tools.clock(),
            new SplittableRandom(tools.random().nextLong()),
            tools.metrics());
    return Optional.of(
        new Sources.Made(source.name(), source, settings.on(Setting.GLUSTER_REQUIRED)));
  }

  private static GlusterSettings plan(Settings settings) throws IOException {
    return GlusterSettings.standard(NAME, Plan.projects(settings.text(Setting.GLUSTER_PROJECT)))
        .withPort((int) settings.number(Setting.GLUSTER_PORT))
        .withWorkdir(workdir(settings))
        .withSenders(senders(settings), true);
  }

  private static List<Network> senders(Settings settings) {
    var senders = new ArrayList<Network>(Network.LOOPBACK);
    for (String text : settings.list(Setting.GLUSTER_SENDERS)) {
      try {
        senders.add(Network.parse(text));
      } catch (IllegalArgumentException e) {
        throw new InvalidSettings(Setting.GLUSTER_SENDERS.key() + ": " + e.getMessage());
      }
    }
    return senders;
  }

  private static Path workdir(Settings settings) throws IOException {
    Optional<String> given = settings.given(Setting.GLUSTER_WORKDIR);
    if (given.isPresent()) {
      return settings.data().resolve(given.get());
    }
    try {
      return Workdir.find();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while gluster was asked for its directory");
    }
  }
}
