package belfry.settings;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values of all settings, checked.
 *
 * @param data the data directory, absolute
 * @param values as text, of those that somebody set
 */
public record Settings(Path data, Map<Setting, String> values) {
  private static final String NONE = "none";

  public Settings {
    requireNonNull(data, "data");
    var sorted = new EnumMap<Setting, String>(Setting.class);
    sorted.putAll(values);
    values = Collections.unmodifiableMap(sorted);
  }

  /**
   * Where settings are read from; the later wins.
   *
   * @param file the settings file; empty for none
   * @param environment of which {@code BELFRY_*} counts
   * @param flags by key, from the command line
   */
  public record Sources(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {}

  /**
   * Reads and checks all sources.
   *
   * @throws InvalidSettings naming the first that is wrong, with line and nearest name
   * @throws IOException if the file cannot be read
   */
  public static Settings load(Path data, Sources sources) throws IOException {
    var found = new EnumMap<Setting, String>(Setting.class);
    if (sources.file().isPresent()) {
      found.putAll(SettingsFile.read(sources.file().get()));
    }
    found.putAll(Named.environment(sources.environment()));
    found.putAll(Named.flags(sources.flags()));
    return new Settings(data, found);
  }

  /** All defaults. */
  public static Settings standard(Path data) {
    return new Settings(data, Map.of());
  }

  public String text(Setting setting) {
    return values.getOrDefault(setting, setting.standard());
  }

  public boolean on(Setting setting) {
    return Values.truth(text(setting));
  }

  public List<String> list(Setting setting) {
    return Values.list(text(setting));
  }

  public long number(Setting setting) {
    return Long.parseLong(text(setting));
  }

  /** Bytes; empty for unlimited. */
  public OptionalLong bytes(Setting setting) {
    String text = text(setting);
    return text.equals(Values.UNLIMITED)
        ? OptionalLong.empty()
        : OptionalLong.of(Values.bytes(text));
  }

  /** A duration; empty for unlimited. */
  public Optional<Duration> duration(Setting setting) {
    String text = text(setting);
    return text.equals(Values.UNLIMITED) ? Optional.empty() : Optional.of(Values.duration(text));
  }

  /** The unix socket; empty if there is to be none. */
  public Optional<Path> socket() {
    String text = text(Setting.SOCKET);
    if (text.equals(NONE)) {
      return Optional.empty();
    }
    return Optional.of(text.isEmpty() ? data.resolve("unix.socket") : data.resolve(text));
  }

  /** The address for HTTP; empty if there is to be none. */
  public Optional<InetSocketAddress> httpAddress() {
    String text = text(Setting.HTTP_ADDRESS);
    return text.equals(NONE) ? Optional.empty() : Optional.of(Values.address(text));
  }

  /** The address for HTTPS; empty if there is to be none. */
  public Optional<InetSocketAddress> httpsAddress() {
    String text = text(Setting.HTTPS_ADDRESS);
    return text.equals(NONE) ? Optional.empty() : Optional.of(Values.address(text));
  }

  /** A text; empty if it is not set. */
  public Optional<String> given(Setting setting) {
    return Optional.of(text(setting)).filter(text -> !text.isEmpty());
  }

  /** What the hub calls itself. */
  public String serverName() {
    return given(Setting.SERVER_NAME).orElseGet(Settings::hostName);
  }

  /** What the machine calls itself. */
  public static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** What is set, by key, for {@code GET /1.0} and {@code serve --check}; secrets are masked. */
  public SortedMap<String, String> shown() {
    var shown = new TreeMap<String, String>();
    values.forEach((setting, value) -> shown.put(setting.key(), shown(setting, value)));
    return shown;
  }

  /** Of the password only that there is one, as LXD shows it. */
  private static String shown(Setting setting, String value) {
    if (setting.shape() != Setting.Shape.SECRET) {
      return value;
    }
    return setting == Setting.TRUST_PASSWORD ? "true" : Values.MASK;
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return data + " " + shown();
  }

  /**
   * These settings with those of {@code fresh} that can change while the hub runs.
   *
   * @return this, if nothing of that kind changed
   */
  public Settings reloaded(Settings fresh) {
    var merged = new EnumMap<Setting, String>(Setting.class);
    for (Setting setting : Setting.values()) {
      Settings from = setting.change() == Setting.Change.LIVE ? fresh : this;
      if (from.values.containsKey(setting)) {
        merged.put(setting, requireNonNull(from.values.get(setting)));
      }
    }
    return merged.equals(values) ? this : new Settings(data, merged);
  }

  /** The settings of which {@code other} has another value. */
  public List<Setting> differing(Settings other) {
    return List.of(Setting.values()).stream()
        .filter(setting -> !text(setting).equals(other.text(setting)))
        .toList();
  }
}
