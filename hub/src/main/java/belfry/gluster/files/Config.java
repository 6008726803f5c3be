package belfry.gluster.files;

import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can be set: the defaults of {@code eventsconfig.json} with what {@code config.json} changes
 * of them. Values are checked here, where the person is; the real program takes any and its daemon
 * does not start any more.
 */
public final class Config {
  public static final String FILE = "config.json";
  public static final String DEFAULTS_FILE = "eventsconfig.json";

  /** The port that is built into Gluster's C programs. */
  public static final int PORT = 55555;

  public static final int PORT_MAX = 65535;

  public static final String PORT_NAME = "port";
  public static final String LEVEL_NAME = "log-level";
  public static final String QUIET_NAME = "disable-events-log";

  private static final Set<String> LEVELS =
      Set.of("CRITICAL", "FATAL", "ERROR", "WARN", "WARNING", "INFO", "DEBUG", "NOTSET");
  private static final Set<String> YES = Set.of("enabled", "true", "on", "yes", "1");
  private static final Set<String> NO = Set.of("disabled", "false", "off", "no", "0");

  private final JsonFile changed;
  private final JsonFile defaults;

  /**
   * @param folder the events directory of Gluster's working directory
   * @param settings the directory of {@link #DEFAULTS_FILE}
   */
  public Config(Path folder, Path settings) {
    changed = new JsonFile(folder.resolve(FILE));
    defaults = new JsonFile(settings.resolve(DEFAULTS_FILE));
  }

  /** Whether anything was ever changed, so that other nodes need the file too. */
  public boolean exists() {
    return Files.exists(changed.path());
  }

  /**
   * All values by name.
   *
   * @throws Refusal if a file cannot be read
   */
  public Map<String, JsonValue> all() throws Refusal {
    Map<String, JsonValue> all = defaults();
    all.putAll(changed.read());
    return all;
  }

  /**
   * @throws Refusal if there is no such value
   */
  public JsonValue get(String name) throws Refusal {
    JsonValue value = all().get(name);
    if (value == null) {
      throw new Refusal(Refusal.NO_CONFIG_ITEM, "Invalid Config item");
    }
    return value;
  }

  /**
   * A value that is true or false; a text counts as the commands take it.
   *
   * @throws Refusal if there is no such value, or it is neither
   */
  public boolean flag(String name) throws Refusal {
    JsonValue value = get(name);
    return switch (value.type()) {
      case TRUE -> true;
      case FALSE, NULL -> false;
      case STRING, NUMBER, OBJECT, ARRAY -> flagOf(value.text());
    };
  }

  /**
   * The UDP port.
   *
   * @throws Refusal if it is none
   */
  public int port() throws Refusal {
    return port(get(PORT_NAME).text());
  }

  private Map<String, JsonValue> defaults() throws Refusal {
    var all = new LinkedHashMap<String, JsonValue>();
    all.put(LEVEL_NAME, JsonFile.text("INFO"));
    all.put(PORT_NAME, JsonFile.value(writer().number(PORT)));
    all.put(QUIET_NAME, JsonFile.value(writer().bool(false)));
    all.putAll(defaults.read());
    return all;
  }

  /**
   * Sets a value.
   *
   * @throws Refusal if there is no such value, it has this one already, or it cannot have it
   */
  public void set(String name, String text) throws Refusal {
    get(name);
    JsonValue fresh = checked(name, text);
    changed.change(
        values -> {
          JsonValue old = values.containsKey(name) ? values.get(name) : defaults().get(name);
          if (old != null && old.isString() && old.text().equals(text)) {
            throw new Refusal(Refusal.UNCHANGED, "Config value not changed. Same config");
          }
          values.put(name, fresh);
        });
  }

  /**
   * Takes back what was set.
   *
   * @param name of a value, or {@code all}
   * @return whether the port was among it
   * @throws Refusal if nothing of it was set
   */
  public boolean reset(String name) throws Refusal {
    var port = new boolean[1];
    changed.change(
        values -> {
          port[0] = values.containsKey(PORT_NAME) && List.of("all", PORT_NAME).contains(name);
          if (name.equals("all") ? values.isEmpty() : !values.containsKey(name)) {
            throw new Refusal(
                Refusal.UNCHANGED, "Config value not reset. Already set to default value");
          }
          if (name.equals("all")) {
            values.clear();
          } else {
            values.remove(name);
          }
        });
    return port[0];
  }

  private static JsonValue checked(String name, String text) throws Refusal {
    return switch (name) {
      case PORT_NAME -> JsonFile.value(writer().number(port(text)));
      case QUIET_NAME -> JsonFile.value(writer().bool(flagOf(text)));
      case LEVEL_NAME -> {
        if (!LEVELS.contains(text)) {
          throw wrong(LEVEL_NAME, text, "one of CRITICAL, ERROR, WARNING, INFO, DEBUG, NOTSET");
        }
        yield JsonFile.text(text);
      }
      default -> JsonFile.text(text);
    };
  }

  private static int port(String text) throws Refusal {
    Optional<Integer> port =
        text.matches("[0-9]{1,5}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    return port.filter(number -> number >= 1 && number <= PORT_MAX)
        .orElseThrow(() -> wrong(PORT_NAME, text, "1 to " + PORT_MAX));
  }

  private static boolean flagOf(String text) throws Refusal {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!YES.contains(lower) && !NO.contains(lower)) {
      throw wrong(QUIET_NAME, text, "true or false");
    }
    return YES.contains(lower);
  }

  private static Refusal wrong(String name, String text, String expected) {
    return new Refusal(Refusal.FAILED, name + ": " + text + " (expected: " + expected + ")");
  }

  private static JsonWriter writer() {
    return new JsonWriter(JsonWriter.Style.PYTHON);
  }
}
