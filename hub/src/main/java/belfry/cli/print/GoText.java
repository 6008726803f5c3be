package belfry.cli.print;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.format.json.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How Go prints values, as far as the stock LXD client shows them. */
final class GoText {
  /** The order of Go's strings: by bytes, where Java compares UTF-16 units. */
  static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  /** Decimal exponent from which on 'g' writes one. */
  private static final int EXPONENT_FROM = 6;

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private GoText() {}

  /** As encoding/json: shortest digits, exponent below 1e-6 and from 1e21 on. */
  static String jsonNumber(String literal) {
    double value = Double.parseDouble(literal);
    double size = Math.abs(value);
    if (value == 0) {
      return Double.compare(value, -0.0) == 0 ? "-0" : "0";
    }
    if (size >= 1e-6 && size < 1e21) {
      return shortest(value).toPlainString();
    }
    String text = exponent(value);
    // encoding/json cleans e-09 up to e-9.
    int e = text.length() - 4;
    return text.startsWith("e-0", e) ? text.substring(0, e + 2) + text.substring(e + 3) : text;
  }

  /** As strconv.FormatFloat(value, 'g', -1, 64), which fmt and yaml use. */
  static String shortNumber(String literal) {
    double value = Double.parseDouble(literal);
    if (value == 0) {
      return Double.compare(value, -0.0) == 0 ? "-0" : "0";
    }
    BigDecimal digits = shortest(value);
    int exponent = digits.precision() - digits.scale() - 1;
    return exponent < -4 || exponent >= EXPONENT_FROM ? exponent(value) : digits.toPlainString();
  }

  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    return digits.scale() < 0 ? digits.setScale(0) : digits;
  }

  private static String exponent(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String unscaled = digits.unscaledValue().abs().toString();
    int exponent = digits.precision() - digits.scale() - 1;
    return (value < 0 ? "-" : "")
        + unscaled.charAt(0)
        + (unscaled.length() > 1 ? "." + unscaled.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** As fmt prints a value with {@code %v}. */
  static String plain(JsonValue value) {
    return switch (value.type()) {
      case OBJECT -> map(value);
      case ARRAY ->
          value.elements().stream().map(GoText::plain).collect(Collectors.joining(" ", "[", "]"));
      case STRING, TRUE, FALSE -> value.text();
      case NUMBER -> shortNumber(value.text());
      case NULL -> "<nil>";
    };
  }

  private static String map(JsonValue object) {
    var members = new TreeMap<String, String>(BY_BYTES);
    object.forEachMember((key, value) -> members.put(key, plain(value)));
    return members.entrySet().stream()
        .map(member -> member.getKey() + ":" + member.getValue())
        .collect(Collectors.joining(" ", "map[", "]"));
  }

  /** As time.Time prints itself; a text that is no time comes back as it is. */
  static String time(String rfc3339, ZoneId local) {
    try {
      OffsetDateTime time = OffsetDateTime.parse(rfc3339);
      String fraction = fraction(time.getNano());
      return SECONDS.format(time) + fraction + " " + numeric(time) + " " + zone(time, local);
    } catch (DateTimeException e) {
      return rfc3339;
    }
  }

  private static String fraction(int nanos) {
    return nanos == 0 ? "" : "." + "%09d".formatted(nanos).replaceAll("0+$", "");
  }

  private static String numeric(OffsetDateTime time) {
    return time.getOffset().equals(ZoneOffset.UTC)
        ? "+0000"
        : DateTimeFormatter.ofPattern("xx").format(time);
  }

  private static String zone(OffsetDateTime time, ZoneId local) {
    if (time.getOffset().equals(ZoneOffset.UTC)) {
      return "UTC";
    }
    var there = time.atZoneSameInstant(local);
    return there.getOffset().equals(time.getOffset())
        ? DateTimeFormatter.ofPattern("zzz", Locale.ROOT).format(there)
        : numeric(time);
  }

  /** As strconv.Quote. */
  static String quoted(String text) {
    var out = new StringBuilder(text.length() + 8).append('"');
    text.codePoints().forEach(c -> quote(out, c));
    return out.append('"').toString();
  }

  private static void quote(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case 0x07 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 0x0b -> out.append("\\v");
      default -> {
        if (printable(c)) {
          out.appendCodePoint(c);
        } else if (c < 0x80) {
          out.append("\\x%02x".formatted(c));
        } else {
          out.append(c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
        }
      }
    }
  }

  private static boolean printable(int c) {
    if (c == ' ') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
