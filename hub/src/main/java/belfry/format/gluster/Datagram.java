package belfry.format.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A datagram as glustereventsd reads it, {@code <seconds> <number> <name=value;name=value…>}, and a
 * better reading where the daemon gives up. Nothing is escaped on the wire, so values with {@code
 * =} or {@code ;} are ambiguous: a piece is split at its first {@code =}, and a piece without one
 * goes on with the value before it.
 *
 * @param ts the sender's clock in seconds, in canonical digits of any length
 * @param event the name without {@code EVENT_}
 * @param attributes in the order of the wire; of twins the last value in the first place, as in the
 *     daemon
 * @param raw the detail as it came, where the daemon would have dropped the event
 * @param doubtful whether names stand twice or the daemon would have dropped it: what an unescaped
 *     value can cause, by accident or to hide something
 */
record Datagram(
    String ts,
    String event,
    SequencedMap<String, String> attributes,
    Optional<String> raw,
    boolean doubtful) {
  private static final Set<String> BOOLEANS = Set.of("force", "push-pem", "no-verify");
  private static final Set<String> TRUES = Set.of("1", "on", "true", "yes");
  private static final int KEY_DIGITS_MAX = 9;

  /** Longest run of digits that we take for an integer; a JSON number holds more. */
  private static final int DIGITS_MAX = 100;

  /**
   * @throws Malformed if seconds or number are none, or the number is negative: Python would count
   *     from the end of the list and report another event
   */
  static Datagram parse(Payload bytes) throws Malformed {
    String replaced = bytes.text();
    boolean utf8 = replaced.indexOf('\ufffd') < 0 || isUtf8(bytes);
    String text = strip(replaced);
    String[] fields = text.split(" ", 3);
    if (fields.length < 2) {
      throw new Malformed(0, "datagram: one word (expected: seconds, number, name=value;…)");
    }
    String ts =
        integer(fields[0]).orElseThrow(() -> malformed(0, "seconds", fields[0], "an integer"));
    String key =
        integer(fields[1])
            .filter(digits -> !digits.startsWith("-") && digits.length() <= KEY_DIGITS_MAX)
            .orElseThrow(
                () ->
                    malformed(
                        fields[0].length() + 1, "number", fields[1], "an integer, 0 or more"));
    return detail(ts, Integer.parseInt(key), fields, utf8);
  }

  private static Datagram detail(String ts, int key, String[] fields, boolean utf8) {
    var attributes = new LinkedHashMap<String, String>();
    String detail = fields.length == 3 ? fields[2] : "";
    boolean exact = utf8 && fields.length == 3 && GlusterEvents.known(key);
    boolean twins = false;
    String name = "";
    var value = new StringBuilder();
    boolean named = false;
    for (String piece : detail.split(";", -1)) {
      int equals = piece.indexOf('=');
      exact &= equals >= 0 && piece.indexOf('=', equals + 1) < 0;
      if (equals < 0) {
        value.append(';').append(piece);
        continue;
      }
      twins |= named && attributes.put(name, value.toString()) != null;
      named = true;
      name = piece.substring(0, equals);
      value.setLength(0);
      value.append(piece, equals + 1, piece.length());
    }
    twins |= named && attributes.put(name, value.toString()) != null;
    Optional<String> raw = exact ? Optional.empty() : Optional.of(detail);
    return new Datagram(ts, GlusterEvents.name(key), attributes, raw, twins || !exact);
  }

  /**
   * The body that the daemon would post: keys sorted at every level, booleans and the port typed,
   * options as pairs. Where the daemon would post nothing it has a member {@code raw} more.
   */
  Payload json(String nodeid) {
    var json = new JsonWriter(Style.PYTHON, 256);
    var sorted = new TreeMap<String, String>(Style.PYTHON.keyOrder());
    sorted.putAll(withOptions());
    addMessage(json.beginObject().member("event", event), sorted);
    json.member("nodeid", nodeid);
    raw.ifPresent(detail -> json.member("raw", detail));
    return json.key("ts").raw(Payload.of(ts)).endObject().payload();
  }

  /** As the daemon holds it while it logs it: the same members, unsorted. */
  Payload unsorted(String nodeid) {
    var json = new JsonWriter(Style.PYTHON, 256).beginObject().member("nodeid", nodeid);
    json.key("ts").raw(Payload.of(ts)).member("event", event);
    addMessage(json, withOptions());
    raw.ifPresent(detail -> json.member("raw", detail));
    return json.endObject().payload();
  }

  private void addMessage(JsonWriter json, Map<String, String> ordered) {
    json.key("message").beginObject();
    for (Map.Entry<String, String> attribute : ordered.entrySet()) {
      json.key(attribute.getKey());
      addValue(json, attribute.getKey(), attribute.getValue());
    }
    json.endObject();
  }

  private boolean setsOptions() {
    return event.equals("VOLUME_SET");
  }

  private SequencedMap<String, String> withOptions() {
    if (!setsOptions() || attributes.containsKey("options")) {
      return attributes;
    }
    var all = new LinkedHashMap<>(attributes);
    all.put("options", "");
    return all;
  }

  private void addValue(JsonWriter json, String name, String value) {
    if (BOOLEANS.contains(name)) {
      json.bool(TRUES.contains(value.toLowerCase(Locale.ROOT)));
    } else if (name.equals("ssh-port") && integer(value).isPresent()) {
      json.raw(Payload.of(integer(value).get()));
    } else if (name.equals("options") && setsOptions()) {
      addPairs(json, stripCommas(value).split(",", -1));
    } else {
      json.string(value);
    }
  }

  private static void addPairs(JsonWriter json, String[] words) {
    json.beginArray();
    for (int i = 0; i < words.length; i += 2) {
      json.beginArray();
      for (String word : Arrays.copyOfRange(words, i, Math.min(i + 2, words.length))) {
        json.string(word);
      }
      json.endArray();
    }
    json.endArray();
  }

  private static String stripCommas(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) == ',') {
      start++;
    }
    while (end > start && text.charAt(end - 1) == ',') {
      end--;
    }
    return text.substring(start, end);
  }

  /** Python's {@code bytes.strip()}. */
  private static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && space(text.charAt(start))) {
      start++;
    }
    while (end > start && space(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /**
   * What Python's {@code int()} makes of ASCII: white space around, a sign, single underscores
   * between digits. Canonical digits, or nothing; at most {@value #DIGITS_MAX}.
   */
  private static Optional<String> integer(String text) {
    String number = strip(text);
    boolean signed = number.startsWith("-") || number.startsWith("+");
    var digits = new StringBuilder(number.length());
    boolean afterDigit = false;
    for (int i = signed ? 1 : 0; i < number.length(); i++) {
      char c = number.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (!digit && !(c == '_' && afterDigit)) {
        return Optional.empty();
      }
      if (digit && !(c == '0' && digits.isEmpty())) {
        digits.append(c);
      }
      afterDigit = digit;
    }
    if (!afterDigit || digits.length() > DIGITS_MAX) {
      return Optional.empty();
    }
    String canonical = digits.isEmpty() ? "0" : digits.toString();
    return Optional.of(number.startsWith("-") && !digits.isEmpty() ? "-" + canonical : canonical);
  }

  private static boolean isUtf8(Payload bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toBytes()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static Malformed malformed(int at, String what, String was, String expected) {
    String shown = was.length() > 40 ? was.substring(0, 40) + "…" : was;
    return new Malformed(
        at, "datagram: " + what + " \"" + shown + "\" (expected: " + expected + ")");
  }
}
