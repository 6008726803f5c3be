package belfry.cli.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.cli.print.YamlText;
import belfry.cli.shell.Failure;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A document as people write it: YAML, and so JSON too. */
final class DocumentText {
  private static final Path STANDARD_INPUT = Path.of("-");

  private DocumentText() {}

  static String of(JsonValue document) {
    return YamlText.of(document);
  }

  /** The same without one of its members. */
  static String of(JsonValue document, String without) {
    try {
      return of(Json.parse(Draft.of(document).remove(without).json()));
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text of a file, or of standard input if it is {@code -}. */
  static String text(Shell shell, Path file) throws Failure {
    try {
      return file.equals(STANDARD_INPUT)
          ? new String(shell.in().readAllBytes(), UTF_8)
          : Files.readString(file);
    } catch (IOException e) {
      throw Failure.failed(file + ": cannot be read: " + Text.reason(e));
    }
  }

  /** The object that is in a file, or in standard input. */
  static JsonValue read(Shell shell, Path file) throws Failure {
    return parse(
        file.equals(STANDARD_INPUT) ? "standard input" : file.toString(), text(shell, file));
  }

  /**
   * The object that a text is.
   *
   * @param name stands before errors
   */
  static JsonValue parse(String name, String text) throws Failure {
    var settings = LoadSettings.builder().setLabel(name).build();
    try {
      Object value = new Load(settings).loadFromString(text);
      if (!(value instanceof Map)) {
        throw Failure.usage(name + ": no object (expected: members such as `sink: webhook`)");
      }
      var json = new JsonWriter(JsonWriter.Style.COMPACT);
      write(json, value, name, Json.DEPTH_MAX);
      return Json.parse(json.payload());
    } catch (YamlEngineException | Malformed e) {
      throw Failure.usage(name + ": not YAML: " + Text.reason(e));
    }
  }

  private static void write(JsonWriter json, @Nullable Object value, String name, int depth)
      throws Failure {
    if (depth == 0) {
      throw Failure.usage(name + ": deeper than " + Json.DEPTH_MAX + " levels (expected: no more)");
    }
    switch (value) {
      case null -> json.nothing();
      case Map<?, ?> map -> {
        json.beginObject();
        for (var member : map.entrySet()) {
          json.key(String.valueOf(member.getKey()));
          write(json, member.getValue(), name, depth - 1);
        }
        json.endObject();
      }
      case List<?> list -> {
        json.beginArray();
        for (Object element : list) {
          write(json, element, name, depth - 1);
        }
        json.endArray();
      }
      case Boolean flag -> json.bool(flag);
      case Double number when number.isInfinite() || number.isNaN() ->
          throw Failure.usage(name + ": " + number + " (expected: a number that JSON knows)");
      case Double number -> json.raw(Payload.of(BigDecimal.valueOf(number).toPlainString()));
      case Integer number -> json.number(number);
      case Long number -> json.number(number);
      case BigInteger number -> json.raw(Payload.of(number.toString()));
      default -> json.string(value.toString());
    }
  }
}
