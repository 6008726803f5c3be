package belfry.journal;

import belfry.event.Event;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What a journal may forget. Only sealed segments are touched, so an entry may stay up to a segment
 * longer than asked for, never shorter.
 *
 * @param age a segment all of whose entries are older is deleted
 * @param bytes the oldest segments are deleted until the journal is not larger than this
 * @param projects entries of these projects that are older become tombstones; their positions stay
 * @param hold entries under legal hold: kept whatever else is said. A segment that holds one is not
 *     deleted, and neither is any behind it
 * @param keptFrom a segment that ends behind this offset is neither deleted nor written again:
 *     somebody has not read it
 */
public record Retention(
    Optional<Duration> age,
    OptionalLong bytes,
    Map<String, Duration> projects,
    Optional<Predicate<Event>> hold,
    OptionalLong keptFrom) {

  /** Keeps everything. */
  public static final Retention FOREVER =
      new Retention(
          Optional.empty(), OptionalLong.empty(), Map.of(), Optional.empty(), OptionalLong.empty());

  public Retention {
    projects = Map.copyOf(projects);
  }

  public Retention withAge(Duration newAge) {
    return new Retention(Optional.of(newAge), bytes, projects, hold, keptFrom);
  }

  public Retention withBytes(long newBytes) {
    return new Retention(age, OptionalLong.of(newBytes), projects, hold, keptFrom);
  }

  public Retention withProjects(Map<String, Duration> newProjects) {
    return new Retention(age, bytes, newProjects, hold, keptFrom);
  }

  public Retention withHold(Predicate<Event> newHold) {
    return new Retention(age, bytes, projects, Optional.of(newHold), keptFrom);
  }

  public Retention withKeptFrom(long offset) {
    return new Retention(age, bytes, projects, hold, OptionalLong.of(offset));
  }

  /** Whether there is anything to forget by it. */
  public boolean forgets() {
    return age.isPresent() || bytes.isPresent() || !projects.isEmpty();
  }

  /** Whether a segment may go as far as its readers are concerned. */
  boolean isReadTo(long end) {
    return keptFrom.isEmpty() || end <= keptFrom.getAsLong();
  }
}
