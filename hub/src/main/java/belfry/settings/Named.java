package belfry.settings;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Settings from the environment and from flags: names to settings, and the nearest name. */
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
            + nearest(name, known)
            + "? All are in docs/reference/settings.md)");
  }

  private static String nearest(String name, String[] known) {
    return Arrays.stream(known)
        .collect(Collectors.toMap(other -> distance(name, other), other -> other, (a, b) -> a))
        .entrySet()
        .stream()
        .min(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .orElseThrow();
  }

  /** Edit distance: how many signs to insert, delete or replace. */
  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
