package belfry.delivery.subscriptions;

import belfry.delivery.Start;
import belfry.event.Cursor;
import belfry.event.InvalidCursor;
import belfry.event.JournalId;
import belfry.sink.InvalidSink;
import belfry.sink.Members;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Where to begin, as text: {@code now}, {@code beginning}, a time as RFC 3339, or a cursor. */
final class Starts {
  private static final String NOW = "now";
  private static final String BEGINNING = "beginning";
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt ].*");

  private Starts() {}

  /**
   * @param journal whose cursors it may be
   */
  static Start read(Members members, String name, JournalId journal) throws InvalidSink {
    return parse(name, members.text(name, NOW), journal);
  }

  /** As {@link #read}, of a text that stands by itself. */
  static Start parse(String name, String text, JournalId journal) throws InvalidSink {
    try {
      return switch (text) {
        case NOW -> new Start.Now();
        case BEGINNING -> new Start.Oldest();
        default ->
            TIME.matcher(text).matches()
                ? new Start.Since(OffsetDateTime.parse(text).toInstant())
                : new Start.At(Cursor.decode(text, journal));
      };
    } catch (InvalidCursor | DateTimeException e) {
      throw new InvalidSink(
          name, String.valueOf(e.getMessage()), "now, beginning, a time as RFC 3339, or a cursor");
    }
  }

  static String text(Start start) {
    return switch (start) {
      case Start.Now() -> NOW;
      case Start.Oldest() -> BEGINNING;
      case Start.Since(var time) -> time.toString();
      case Start.At(var cursor) -> cursor.encoded();
    };
  }
}
