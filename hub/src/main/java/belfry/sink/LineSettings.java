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
  public static LineSettings read(JsonValue settings, Means means) throws InvalidSink {
    Members members = Members.of(settings);
    var read = new LineSettings(format(members, means));
    members.end();
    return read;
  }

  /**
   * The member {@code format}; that of the means if it is absent.
   *
   * @throws InvalidSink if there is no such dialect
   */
  public static String format(Members members, Means means) throws InvalidSink {
    String format = members.text("format", means.format());
    if (means.dialects().find(format).isEmpty()) {
      throw members.invalid(
          "format", format, "one of " + String.join(", ", means.dialects().names()));
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
