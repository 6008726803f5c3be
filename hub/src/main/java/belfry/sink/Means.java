package belfry.sink;

import static java.util.Objects.requireNonNull;

import belfry.format.Dialects;
import belfry.sink.guard.Guard;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What the hub gives all destinations.
 *
 * @param dialects for encoding
 * @param clock the wall clock: time stamps of attempts, age of files and tokens
 * @param guard which addresses may be connected to
 * @param files the directory that file destinations stay below; made when the first one opens
 * @param format what is sent where a destination's settings do not say
 */
public record Means(
    Dialects dialects, InstantSource clock, Guard guard, Path files, String format) {
  /** What is sent where nobody says anything else. */
  public static final String FORMAT_STANDARD = "cloudevents";

  public Means {
    requireNonNull(dialects, "dialects");
    requireNonNull(clock, "clock");
    requireNonNull(guard, "guard");
    requireNonNull(files, "files");
    requireNonNull(format, "format");
  }

  /** With {@link #FORMAT_STANDARD}. */
  public Means(Dialects dialects, InstantSource clock, Guard guard, Path files) {
    this(dialects, clock, guard, files, FORMAT_STANDARD);
  }

  public Means withGuard(Guard value) {
    return new Means(dialects, clock, value, files, format);
  }

  public Means withFormat(String value) {
    return new Means(dialects, clock, guard, files, value);
  }
}
