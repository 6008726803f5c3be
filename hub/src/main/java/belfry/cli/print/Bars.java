package belfry.cli.print;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A histogram as bars, one line per bucket, in eighths of a character. */
public final class Bars {
  private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  private static final int BAR_COLUMNS_MIN = 10;

  private final Paint paint;
  private final ZoneId zone;
  private final int width;

  /** One bar: what stands before it, how long it is, what stands behind it. */
  public record Bar(String label, long count, String note) {}

  /**
   * @param width of the whole line in columns
   */
  public Bars(Paint paint, ZoneId zone, int width) {
    this.paint = paint;
    this.zone = zone;
    this.width = width;
  }

  public String draw(List<Bar> bars) {
    long most = bars.stream().mapToLong(Bar::count).max().orElse(0);
    int labels = bars.stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
    int digits = Long.toString(most).length();
    int notes = bars.stream().mapToInt(bar -> bar.note().length()).max().orElse(0);
    int room = width - labels - digits - 4 - Math.min(notes, width / 3);
    room = Math.max(BAR_COLUMNS_MIN, room);
    var out = new StringBuilder();
    for (Bar bar : bars) {
      out.append(bar.label()).append(" ".repeat(labels - bar.label().length() + 1));
      String count = Long.toString(bar.count());
      out.append(" ".repeat(digits - count.length())).append(count).append("  ");
      String drawn = bar(bar.count(), most, room);
      out.append(paint.ink(Paint.Ink.NOTE, drawn));
      if (!bar.note().isEmpty()) {
        out.append(drawn.isEmpty() ? "" : " ").append(paint.ink(Paint.Ink.DIM, bar.note()));
      }
      while (out.charAt(out.length() - 1) == ' ') {
        out.setLength(out.length() - 1);
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String bar(long count, long most, int room) {
    if (count == 0) {
      return "";
    }
    // At least an eighth, so that one event beside a million is still seen.
    long eighths = Math.max(1, Math.round((double) count / most * room * 8));
    return "█".repeat((int) (eighths / 8)) + EIGHTHS[(int) (eighths % 8)];
  }

  /** The start of a bucket, as exact as its length needs. */
  public String label(Instant start, Duration step) {
    String pattern;
    if (step.compareTo(Duration.ofDays(1)) >= 0) {
      pattern = "yyyy-MM-dd";
    } else if (step.compareTo(Duration.ofMinutes(1)) >= 0) {
      pattern = "MM-dd HH:mm";
    } else {
      pattern = "HH:mm:ss";
    }
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(zone).format(start);
  }
}
