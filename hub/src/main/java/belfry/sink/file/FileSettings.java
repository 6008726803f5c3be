package belfry.sink.file;

import belfry.format.json.JsonValue;
import belfry.sink.InvalidSink;
import belfry.sink.LineSettings;
import belfry.sink.Means;
import belfry.sink.Members;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Which file, and when the next one starts. As JSON: {@code path}, relative to the directory that
 * the hub gives to files; {@code format}, {@code rotateBytes}, {@code rotateAge}, {@code keep}.
 *
 * @param path where; absolute, and below that directory
 * @param format name of a dialect
 * @param rotateBytes a file that has reached this size is put aside
 * @param rotateAge and one that has reached this age
 * @param keep how many put aside are kept; 0 for none
 */
record FileSettings(Path path, String format, long rotateBytes, Duration rotateAge, int keep) {
  /** Most files put aside. */
  static final int KEEP_MAX = 1000;

  private static final long KIB = 1024;

  /**
   * @throws InvalidSink naming the first member that is wrong
   */
  static FileSettings read(JsonValue settings, Means means) throws InvalidSink {
    Members members = Members.of(settings);
    var read =
        new FileSettings(
            path(members, means),
            LineSettings.format(members, means),
            members.bytes("rotateBytes", 64 * KIB * KIB, KIB, 64 * KIB * KIB * KIB),
            members.duration(
                "rotateAge", Duration.ofDays(1), Duration.ofMinutes(1), Duration.ofDays(366)),
            members.number("keep", 10, 0, KEEP_MAX));
    members.end();
    return read;
  }

  private static Path path(Members members, Means means) throws InvalidSink {
    String text = members.text("path");
    Path below = means.files().toAbsolutePath().normalize();
    try {
      Path path = below.resolve(text).normalize();
      boolean inside = path.startsWith(below) && !path.equals(below);
      if (!inside || Path.of(text).isAbsolute() || text.endsWith("/")) {
        throw members.invalid("path", text, "a file below " + below + ", relative to it");
      }
      return path;
    } catch (InvalidPathException e) {
      throw members.invalid("path", text, "a path");
    }
  }
}
