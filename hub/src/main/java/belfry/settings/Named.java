package belfry.settings;

import belfry.naming.Nearest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Settings from the environment and from flags: names to settings. */
final class Named {
  private static final String PREFIX = "BELFRY_";

  private Named() {}

  /**
   * Variables of a family of settings must be settings; others, such as {@code BELFRY_HUB}, are the
   * command line's own.
   */
  static Map<Setting, String> environment(Map<String, String> environment) {
    var found = new EnumMap<Setting, String>(Setting.class);
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (ofFamily(name)) {
                Setting setting =
                    Arrays.stream(Setting.values())
                        .filter(known -> known.variable().equals(name))
                        .findFirst()
                        .orElseThrow(() -> unknown("environment", name, variables()));
                found.put(setting, Values.checked("environment", setting, value));
              }
            });
    return found;
  }

  private static boolean ofFamily(String name) {
    return Arrays.stream(Setting.values())
        .anyMatch(
            setting ->
                name.startsWith(
                    PREFIX + setting.family().toUpperCase(java.util.Locale.ROOT) + "_"));
  }

  static Map<Setting, String> flags(Map<String, String> flags) {
    var found = new EnumMap<Setting, String>(Setting.class);
    new TreeMap<>(flags)
        .forEach(
            (name, value) -> {
              Setting setting =
                  Setting.find(name).orElseThrow(() -> unknown("flags", name, keys()));
              found.put(setting, Values.checked("flags", setting, value));
            });
    return found;
  }

  static String[] keys() {
    return Arrays.stream(Setting.values()).map(Setting::key).toArray(String[]::new);
  }

  private static String[] variables() {
    return Arrays.stream(Setting.values()).map(Setting::variable).toArray(String[]::new);
  }

  static InvalidSettings unknown(String where, String name, String[] known) {
    return new InvalidSettings(
        where
            + ": "
            + name
            + ": no such setting (expected: "
            + Nearest.of(name, List.of(known)).orElseThrow()
            + "? All are in docs/reference/settings.md)");
  }
}
