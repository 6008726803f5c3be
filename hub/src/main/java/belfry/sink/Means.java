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
 */
public record Means(Dialects dialects, InstantSource clock, Guard guard, Path files) {
  public Means {
    requireNonNull(dialects, "dialects");
    requireNonNull(clock, "clock");
    requireNonNull(guard, "guard");
    requireNonNull(files, "files");
  }
}
