package belfry.cli.print;

import belfry.format.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/**
 * JSON as YAML in blocks: strings that YAML 1.1 would take for something else in double quotes,
 * texts of several lines as literal blocks.
 */
public final class YamlText {
  private static final ImplicitTuple UNTAGGED = new ImplicitTuple(true, true);

  // What YAML 1.1 reads as a boolean, null, number or time.
  private static final Pattern OTHER_TYPE =
      Pattern.compile(
          "|~|null|Null|NULL"
              + "|y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE"
              + "|n|N|no|No|NO|off|Off|OFF|false|False|FALSE"
              + "|[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|[0-9][0-9_]*)"
              + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
              + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)"
              + "|[0-9]{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])"
              + "(([Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]*)?"
              + "([ \\t]*(Z|[-+][0-9]{1,2}(:?[0-9]{2})?))?)?");

  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setUseUnicodeEncoding(true)
          .setWidth(80)
          .setMaxSimpleKeyLength(128)
          .build();

  private final Supplier<Map<String, JsonValue>> order;
  private final UnaryOperator<String> numbers;
  private final StringBuilder out = new StringBuilder(512);

  private YamlText(Supplier<Map<String, JsonValue>> order, UnaryOperator<String> numbers) {
    this.order = order;
    this.numbers = numbers;
  }

  /** One document as it stands: keys in their order, numbers with their digits. */
  public static String of(JsonValue value) {
    return new YamlText(LinkedHashMap::new, UnaryOperator.identity()).text(value);
  }

  /**
   * One document.
   *
   * @param order makes the map that puts an object's members in order
   * @param numbers from a number's JSON text to what is written
   */
  static String of(
      JsonValue value, Supplier<Map<String, JsonValue>> order, UnaryOperator<String> numbers) {
    return new YamlText(order, numbers).text(value);
  }

  private String text(JsonValue value) {
    var emitter = new Emitter(SETTINGS, new Sink(out));
    emitter.emit(new StreamStartEvent());
    emitter.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
    emit(emitter, value);
    emitter.emit(new DocumentEndEvent(false));
    emitter.emit(new StreamEndEvent());
    return out.toString();
  }

  private void emit(Emitter emitter, JsonValue value) {
    switch (value.type()) {
      case OBJECT -> {
        Map<String, JsonValue> members = order.get();
        value.forEachMember(members::put);
        emitter.emit(
            new MappingStartEvent(Optional.empty(), Optional.empty(), true, style(members)));
        members.forEach(
            (key, member) -> {
              text(emitter, key);
              emit(emitter, member);
            });
        emitter.emit(new MappingEndEvent());
      }
      case ARRAY -> {
        var elements = value.elements();
        var style = elements.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
        emitter.emit(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, style));
        elements.forEach(element -> emit(emitter, element));
        emitter.emit(new SequenceEndEvent());
      }
      case STRING -> text(emitter, value.text());
      case NUMBER -> scalar(emitter, numbers.apply(value.text()), ScalarStyle.PLAIN);
      case TRUE, FALSE, NULL -> scalar(emitter, value.text(), ScalarStyle.PLAIN);
    }
  }

  private static FlowStyle style(Map<String, JsonValue> members) {
    return members.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
  }

  private static void text(Emitter emitter, String text) {
    if (text.indexOf('\n') >= 0) {
      scalar(emitter, text, ScalarStyle.LITERAL);
    } else if (OTHER_TYPE.matcher(text).matches()) {
      scalar(emitter, text, ScalarStyle.DOUBLE_QUOTED);
    } else {
      scalar(emitter, text, ScalarStyle.PLAIN);
    }
  }

  private static void scalar(Emitter emitter, String text, ScalarStyle style) {
    emitter.emit(new ScalarEvent(Optional.empty(), Optional.empty(), UNTAGGED, text, style));
  }

  private record Sink(StringBuilder out) implements StreamDataWriter {
    @Override
    public void write(String text) {
      out.append(text);
    }

    @Override
    public void write(String text, int from, int size) {
      out.append(text, from, from + size);
    }
  }
}
