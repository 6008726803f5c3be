package belfry.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.Rules;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Overwrites the secrets in an event's bytes before anybody keeps them; every other byte stays as
 * it came.
 *
 * <p>Each string below a name of {@link SecretWords} becomes {@code ***} and each number {@code 0},
 * whatever their length, so not even that is told; names, {@code true}, {@code false}, {@code null}
 * and empty strings stay, and the bytes stay valid JSON. Strings that hold JSON themselves, as
 * {@code oslo.message} does, are looked into: their pointers go on inside. In bytes that are not
 * JSON the value behind {@code name=} or {@code "name":} becomes {@code ***}.
 *
 * <p>Design: nearly no event holds a secret, so one pass looks for a quote behind the end of a
 * secret word and is done if it finds none. Only what it suspects is parsed. Changes are a list of
 * ranges in the outermost bytes, applied at the end.
 */
final class Secrets {
  /** How deep strings that hold JSON are looked into. */
  static final int NESTING_MAX = 4;

  private static final Payload STARS = Payload.of("***");
  private static final Payload ZERO = Payload.of("0");
  private static final Pattern IN_TEXT =
      Pattern.compile(
          "(?i)(?:secret|password|passwd|admin_?pass|passphrase|token|private_?key)"
              + "(?:[\\\\\"']{0,4}[ \\t]{0,4}=|[\\\\\"']{1,4}[ \\t]{0,4}:)"
              + "[ \\t]{0,4}[\\\\\"']{0,4}([^\\s\"'\\\\,;&}\\]]+)");

  /**
   * An event's bytes without secrets.
   *
   * @param data the same object if there was none
   * @param pointers where they were
   */
  record Masked(Payload data, List<String> pointers) {}

  /** What ends a name, and what begins an escape. */
  private static final boolean[] MARKS = new boolean['\\' + 1];

  static {
    for (char mark : "\"='\\".toCharArray()) {
      MARKS[mark] = true;
    }
  }

  private record Edit(int start, int end, Payload text) {}

  private final List<Edit> edits = new ArrayList<>();
  private final List<String> pointers = new ArrayList<>();

  private Secrets() {}

  static Masked mask(Payload data) {
    return data.with(Secrets::suspected) ? new Secrets().masked(data) : new Masked(data, List.of());
  }

  /** Whether there may be a secret: never no if there is one. */
  private static boolean suspected(byte[] bytes, int from, int size) {
    int end = from + size;
    for (int i = from; i < end; i++) {
      int b = bytes[i];
      if (b >= 0 && b < MARKS.length && MARKS[b]) {
        boolean found =
            b == '\\'
                ? escapedLetter(bytes, i, end)
                : SecretWords.endsIn(bytes, from, nameEnd(bytes, from, i));
        if (found) {
          return true;
        }
      }
    }
    return false;
  }

  private static int nameEnd(byte[] bytes, int from, int at) {
    int end = at;
    while (end > from && (bytes[end - 1] == '\\' || bytes[end - 1] == ' ')) {
      end--;
    }
    return end;
  }

  /** Whether a letter is written as an escape, {@code \}{@code u0041} to {@code \}{@code u007a}. */
  private static boolean escapedLetter(byte[] bytes, int at, int end) {
    return at + 5 < end
        && bytes[at + 1] == 'u'
        && bytes[at + 2] == '0'
        && bytes[at + 3] == '0'
        && bytes[at + 4] >= '4'
        && bytes[at + 4] <= '7';
  }

  private Masked masked(Payload data) {
    try {
      walk(new Source(data, Offsets.SAME, 0), Json.parse(data, Rules.PYTHON), "");
    } catch (Malformed e) {
      maskText(data, Offsets.SAME, "");
    }
    return edits.isEmpty()
        ? new Masked(data, List.of())
        : new Masked(applied(data), List.copyOf(pointers));
  }

  /** A document somewhere in the data: its bytes and where each stands in the outermost bytes. */
  private record Source(Payload bytes, Offsets offsets, int nesting) {}

  private void walk(Source source, JsonValue value, String pointer) {
    switch (value.type()) {
      case OBJECT ->
          value.forEachMember(
              (name, member) -> {
                String below = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
                if (SecretWords.named(name)) {
                  cover(source, member, below);
                } else {
                  walk(source, member, below);
                }
              });
      case ARRAY -> {
        int index = 0;
        for (JsonValue element : value.elements()) {
          walk(source, element, pointer + "/" + index++);
        }
      }
      case STRING -> lookInto(source, value, pointer);
      case NUMBER, TRUE, FALSE, NULL -> {}
    }
  }

  private void cover(Source source, JsonValue value, String pointer) {
    int before = edits.size();
    coverAll(source, value);
    if (edits.size() > before) {
      pointers.add(pointer);
    }
  }

  private void coverAll(Source source, JsonValue value) {
    switch (value.type()) {
      case OBJECT -> value.forEachMember((name, member) -> coverAll(source, member));
      case ARRAY -> value.elements().forEach(element -> coverAll(source, element));
      case STRING -> {
        int start = value.offset() + 1;
        edit(source, start, start + value.raw().size() - 2, STARS);
      }
      case NUMBER -> edit(source, value.offset(), value.offset() + value.raw().size(), ZERO);
      case TRUE, FALSE, NULL -> {}
    }
  }

  private void edit(Source source, int start, int end, Payload text) {
    if (end > start && !source.bytes().slice(start, end).equals(text)) {
      edits.add(new Edit(source.offsets().of(start), source.offsets().of(end), text));
    }
  }

  private void lookInto(Source source, JsonValue string, String pointer) {
    Payload raw = string.raw();
    if (source.nesting() == NESTING_MAX || !raw.with(Secrets::suspected)) {
      return;
    }
    int start = string.offset() + 1;
    var inner =
        Unescaped.of(source.bytes().slice(start, start + raw.size() - 2), start, source.offsets());
    if (!inner.bytes().with(Secrets::suspected)) {
      return;
    }
    try {
      JsonValue document = Json.parse(inner.bytes(), Rules.PYTHON);
      walk(new Source(inner.bytes(), inner.offsets(), source.nesting() + 1), document, pointer);
    } catch (Malformed e) {
      maskText(inner.bytes(), inner.offsets(), pointer);
    }
  }

  private void maskText(Payload bytes, Offsets offsets, String pointer) {
    Matcher found = IN_TEXT.matcher(new String(bytes.toBytes(), ISO_8859_1));
    boolean any = false;
    while (found.find()) {
      if (!found.group(1).equals("***")) {
        edits.add(new Edit(offsets.of(found.start(1)), offsets.of(found.end(1)), STARS));
        any = true;
      }
    }
    if (any) {
      pointers.add(pointer);
    }
  }

  /** Edits come in the order of the bytes, because documents are walked in that order. */
  private Payload applied(Payload data) {
    var out = new ByteArrayOutputStream(data.size());
    int at = 0;
    for (Edit edit : edits) {
      write(out, data, at, edit.start());
      out.writeBytes(edit.text().toBytes());
      at = edit.end();
    }
    write(out, data, at, data.size());
    return Payload.owning(out.toByteArray());
  }

  private static void write(ByteArrayOutputStream out, Payload data, int from, int to) {
    data.slice(from, to)
        .with(
            (array, start, size) -> {
              out.write(array, start, size);
              return size;
            });
  }
}
