package belfry.sink;

import belfry.format.Dialects;
import belfry.format.Encoder;
import belfry.format.json.JsonValue;

/**
 * Settings of destinations that write lines of one dialect and know nothing else: {@code format}.
 *
 * @param format name of a dialect
 */
public record LineSettings(String format) {
  /**
   * @throws InvalidSink naming the first member that is wrong
   */
  public static LineSettings read(JsonValue settings, Dialects dialects) throws InvalidSink {
    Members members = Members.of(settings);
    var read = new LineSettings(format(members, dialects));
    members.end();
    return read;
  }

  /**
   * The member {@code format}; {@code cloudevents} if it is absent.
   *
   * @throws InvalidSink if there is no such dialect
   */
  public static String format(Members members, Dialects dialects) throws InvalidSink {
    String format = members.text("format", "cloudevents");
    if (dialects.find(format).isEmpty()) {
      throw members.invalid("format", format, "one of " + String.join(", ", dialects.names()));
    }
    return format;
  }

  public Encoder encoder(Dialects dialects) {
    return dialects
        .find(format)
        .orElseThrow(() -> new IllegalStateException("format: " + format))
        .encoder();
  }
}
