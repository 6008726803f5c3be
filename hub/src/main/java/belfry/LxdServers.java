package belfry;

import belfry.settings.InvalidSettings;
import belfry.settings.Setting;
import belfry.settings.Settings;
import belfry.source.lxd.LxdSettings;
import belfry.source.lxd.LxdSource;
import java.util.List;
import java.util.TreeMap;

/** The LXD and Incus servers that are listened to. */
final class LxdServers {
  private LxdServers() {}

  static List<Sources.Made> sources(Settings settings, Sources.Tools tools) {
    var made = new TreeMap<String, Sources.Made>();
    for (String entry : settings.list(Setting.LXD_SOURCES)) {
      var source =
          new LxdSource(plan(entry, settings), tools.clock(), tools.random(), tools.metrics());
      if (made.put(source.name(), new Sources.Made(source.name(), source, false)) != null) {
        throw wrong(entry + ": the name is there twice (expected: once)");
      }
    }
    return List.copyOf(made.values());
  }

  private static LxdSettings plan(String entry, Settings settings) {
    try {
      return LxdSettings.parse(
          entry,
          settings
              .given(Setting.LXD_CERTIFICATES)
              .map(settings.data()::resolve)
              .orElse(settings.data().resolve("lxc")),
          Plan.projects(settings.text(Setting.LXD_PROJECT)),
          new DataDirectory(settings.data()).heard());
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private static InvalidSettings wrong(String text) {
    return new InvalidSettings(Setting.LXD_SOURCES.key() + ": " + text);
  }
}
