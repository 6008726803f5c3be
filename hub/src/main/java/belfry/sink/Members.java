package belfry.sink;

import belfry.format.json.JsonType;
import belfry.format.json.JsonValue;
import belfry.naming.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the settings of a destination out of a JSON object. Ask for every member there may be, then
 * {@link #end}, which refuses the ones nobody asked for. A member that is {@code null} is absent.
 */
public final class Members {
  /** Longest text of a member, in UTF-16 characters. */
  public static final int TEXT_CHARS_MAX = 65_536;

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12}) ?(B|KiB|MiB|GiB)?");

  private final String path;
  private final JsonValue object;
  private final TreeSet<String> known = new TreeSet<>();

  private Members(String path, JsonValue object) {
    this.path = path;
    this.object = object;
  }

  /**
   * @throws InvalidSink if the settings are no object
   */
  public static Members of(JsonValue settings) throws InvalidSink {
    if (!settings.isObject()) {
      throw new InvalidSink("settings", settings.type().toString(), "a JSON object");
    }
    return new Members("", settings);
  }

  /** Refuses a member by name. */
  public InvalidSink invalid(String name, String was, String expected) {
    return new InvalidSink(path + name, was, expected);
  }

  private Optional<JsonValue> value(String name) {
    known.add(name);
    return object.get(name).filter(value -> !value.isNull());
  }

  public Optional<String> find(String name) throws InvalidSink {
    Optional<JsonValue> value = value(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(text(name, value.get()));
  }

  private String text(String name, JsonValue value) throws InvalidSink {
    String text = value.isString() ? value.text() : "";
    if (text.isEmpty() || text.length() > TEXT_CHARS_MAX) {
      String was = value.isString() ? text.length() + " characters" : value.type().toString();
      throw invalid(name, was, "a text of 1 to " + TEXT_CHARS_MAX + " characters");
    }
    return text;
  }

  public String text(String name) throws InvalidSink {
    return find(name).orElseThrow(() -> invalid(name, "absent", "a text"));
  }

  public String text(String name, String fallback) throws InvalidSink {
    return find(name).orElse(fallback);
  }

  /** A text that may be empty; empty if it is absent. */
  public String words(String name) throws InvalidSink {
    Optional<JsonValue> value = value(name);
    boolean isEmpty = value.isEmpty() || (value.get().isString() && value.get().text().isEmpty());
    return isEmpty ? "" : text(name, value.get());
  }

  /** {@code true} or {@code false}; false if it is absent. */
  public boolean flag(String name) throws InvalidSink {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty() || value.get().type() == JsonType.FALSE) {
      return false;
    }
    if (value.get().type() != JsonType.TRUE) {
      throw invalid(name, value.get().type().toString(), "true or false");
    }
    return true;
  }

  /** A number from 0 to 1. */
  public double fraction(String name, double fallback) throws InvalidSink {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return fallback;
    }
    String digits = value.get().type() == JsonType.NUMBER ? value.get().text() : "";
    if (!digits.matches("0(\\.\\d{1,9})?|1(\\.0{1,9})?")) {
      throw invalid(name, value.get().toString(), "a number from 0 to 1");
    }
    return Double.parseDouble(digits);
  }

  /** A list of texts; empty if it is absent. */
  public List<String> texts(String name, int countMax) throws InvalidSink {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return List.of();
    }
    List<JsonValue> elements = value.get().elements();
    if (!value.get().isArray() || elements.size() > countMax) {
      String was = value.get().isArray() ? elements.size() + " of them" : value.get().type().name();
      throw invalid(name, was, "a list of at most " + countMax);
    }
    var texts = new ArrayList<String>();
    for (JsonValue element : elements) {
      texts.add(text(name, element));
    }
    return List.copyOf(texts);
  }

  /** One of several words; the first one if it is absent. */
  public String word(String name, List<String> words) throws InvalidSink {
    String word = text(name, words.getFirst());
    if (!words.contains(word)) {
      throw invalid(name, word, "one of " + String.join(", ", words));
    }
    return word;
  }

  public Secret secret(String name) throws InvalidSink {
    return new Secret(text(name));
  }

  public Optional<Secret> findSecret(String name) throws InvalidSink {
    return find(name).map(Secret::new);
  }

  /** A member that is one text or a list of them; empty if it is absent. */
  public List<Secret> secrets(String name, int countMax) throws InvalidSink {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return List.of();
    }
    List<JsonValue> elements =
        value.get().isArray() ? value.get().elements() : List.of(value.get());
    if (elements.isEmpty() || elements.size() > countMax) {
      throw invalid(name, elements.size() + " of them", "1 to " + countMax);
    }
    var secrets = new ArrayList<Secret>();
    for (JsonValue element : elements) {
      secrets.add(new Secret(text(name, element)));
    }
    return List.copyOf(secrets);
  }

  public int number(String name, int fallback, int min, int max) throws InvalidSink {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return fallback;
    }
    String digits = value.get().type() == JsonType.NUMBER ? value.get().text() : "";
    long number = digits.matches("\\d{1,9}") ? Long.parseLong(digits) : -1;
    if (number < min || number > max) {
      throw invalid(name, value.get().toString(), "a number from " + min + " to " + max);
    }
    return (int) number;
  }

  /** A text such as {@code 500ms}, {@code 15s}, {@code 5m}, {@code 1h}, {@code 7d}. */
  public Duration duration(String name, Duration fallback, Duration min, Duration max)
      throws InvalidSink {
    Optional<String> text = find(name);
    return text.isEmpty() ? fallback : duration(name, text.get(), min, max);
  }

  /** A list of them, as {@link #texts}. */
  public List<Duration> durations(String name, int countMax, Duration min, Duration max)
      throws InvalidSink {
    var durations = new ArrayList<Duration>();
    for (String text : texts(name, countMax)) {
      durations.add(duration(name, text, min, max));
    }
    return List.copyOf(durations);
  }

  private Duration duration(String name, String text, Duration min, Duration max)
      throws InvalidSink {
    Matcher matcher = DURATION.matcher(text);
    Duration read = matcher.matches() ? duration(matcher) : Duration.ofMillis(-1);
    if (read.compareTo(min) < 0 || read.compareTo(max) > 0) {
      throw invalid(name, text, "a time such as 15s, from " + shown(min) + " to " + shown(max));
    }
    return read;
  }

  private static Duration duration(Matcher matcher) {
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** A time as {@link #duration} reads it. */
  public static String shown(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0 || millis == 0) {
      return millis == 0 ? "0s" : millis + "ms";
    }
    long seconds = millis / 1000;
    return seconds % 86_400 == 0
        ? seconds / 86_400 + "d"
        : seconds % 3600 == 0
            ? seconds / 3600 + "h"
            : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** A text such as {@code 64 MiB}. */
  public long bytes(String name, long fallback, long min, long max) throws InvalidSink {
    Optional<String> text = find(name);
    if (text.isEmpty()) {
      return fallback;
    }
    Matcher matcher = BYTES.matcher(text.get());
    long read = matcher.matches() ? bytes(matcher) : -1;
    if (read < min || read > max) {
      throw invalid(name, text.get(), "a size such as 64 MiB, from " + min + " to " + max + " B");
    }
    return read;
  }

  private static long bytes(Matcher matcher) {
    int shift =
        switch (String.valueOf(matcher.group(2))) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 0;
        };
    return Long.parseLong(matcher.group(1)) << shift;
  }

  /** The members of an object inside this one; empty if it is absent. */
  public Optional<Members> object(String name) throws InvalidSink {
    Optional<JsonValue> value = value(name);
    if (value.isPresent() && !value.get().isObject()) {
      throw invalid(name, value.get().type().toString(), "an object");
    }
    return value.map(inner -> new Members(path + name + ".", inner));
  }

  /** The names that are there, in order. */
  public List<String> names() {
    return object.members().stream().map(JsonValue.Member::key).toList();
  }

  /**
   * @throws InvalidSink if there is a member that was not asked for
   */
  public void end() throws InvalidSink {
    for (String name : names()) {
      if (!known.contains(name)) {
        String nearest = Nearest.of(name, known).map(other -> other + "?").orElse("none");
        throw invalid(name, "no such member", nearest);
      }
    }
  }
}
