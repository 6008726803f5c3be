package belfry.cli.shell;

import java.nio.file.NoSuchFileException;

/** Words for people. */
public final class Text {
  private Text() {}

  /** Why a file or a connection failed, in words. */
  public static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** A number with thin groups of thousands: 1,234,567. */
  public static String grouped(long number) {
    return String.format(java.util.Locale.ROOT, "%,d", number);
  }

  /** One of something, or several: 1 event, 2 events. */
  public static String counted(long number, String word) {
    return grouped(number) + " " + word + (number == 1 ? "" : "s");
  }
}
