package belfry.settings;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts to values, by the shape of a setting. */
final class Values {
  static final String UNLIMITED = "unlimited";

  /** What is shown in the place of a secret. */
  static final String MASK = "***";

  private static final Pattern BYTES = Pattern.compile("(\\d{1,18}) ?(B|KiB|MiB|GiB|TiB)?");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(s|m|h|d)");
  private static final Pattern MAPPING = Pattern.compile("same|fixed:\\S+|prefix:\\S*");
  private static final List<String> LEVELS = List.of("debug", "info", "warning", "error");
  private static final List<String> LOGRUS_LEVELS =
      List.of("panic", "fatal", "error", "warning", "info", "debug", "trace");
  private static final int PORT_MAX = 65_535;

  private Values() {}

  /** The value, if it has the setting's shape. */
  static String checked(String where, Setting setting, String value) {
    boolean right =
        switch (setting.shape()) {
          case TEXT, SECRET, PATH, LIST -> value.chars().noneMatch(c -> c < 0x20);
          case ADDRESS -> value.equals("none") || parsed(value).isPresent();
          case CERTIFICATES -> value.isEmpty() || value.contains("-----BEGIN CERTIFICATE-----");
          case LEVEL -> LEVELS.contains(value);
          case LOGRUS_LEVEL -> LOGRUS_LEVELS.contains(value);
          case SWITCH -> value.equals("true") || value.equals("false");
          case NUMBER -> value.matches("\\d{1,9}");
          case PORT -> value.matches("[1-9]\\d{0,4}") && Integer.parseInt(value) <= PORT_MAX;
          case BYTES -> value.equals(UNLIMITED) || BYTES.matcher(value).matches();
          case DURATION -> value.equals(UNLIMITED) || DURATION.matcher(value).matches();
          case MAPPING -> MAPPING.matcher(value).matches();
        };
    if (!right) {
      String was = setting.shape() == Setting.Shape.SECRET ? MASK : value;
      throw new InvalidSettings(where, setting.key(), was, setting.shape().text());
    }
    return value;
  }

  static boolean truth(String text) {
    return text.equals("true");
  }

  static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  static long bytes(String text) {
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("bytes: " + text);
    }
    int shift =
        switch (String.valueOf(matcher.group(2))) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          case "TiB" -> 40;
          default -> 0;
        };
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
  }

  static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("duration: " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  static InetSocketAddress address(String text) {
    return parsed(text).orElseThrow(() -> new IllegalArgumentException("address: " + text));
  }

  private static Optional<InetSocketAddress> parsed(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.indexOf(':') >= 0 && !bracketed) {
      return Optional.empty();
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      return port < 0 || port > PORT_MAX
          ? Optional.empty()
          : Optional.of(
              new InetSocketAddress(bracketed ? host.substring(1, host.length() - 1) : host, port));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
