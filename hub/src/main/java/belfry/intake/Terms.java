package belfry.intake;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/**
 * How an origin is let in. Made by whoever authenticated it, never from the payload.
 *
 * @param identity whose quota it uses up, e.g. {@code unix/root} or {@code token/ci}
 * @param format the dialect of the items
 * @param projects which of the hub's projects they go to
 * @param emitProjects the only projects it may emit for; empty for any
 * @param emitSources the only source prefixes it may emit; empty set for any
 * @param malformed what to do with bytes that are not the dialect
 * @param conflict what to do with a known identity and new content
 * @param atomic whether one refused item refuses all
 */
public record Terms(
    String identity,
    String format,
    Projects projects,
    Optional<Set<String>> emitProjects,
    Set<String> emitSources,
    Malformed malformed,
    Conflict conflict,
    boolean atomic) {

  public Terms {
    requireNonNull(identity, "identity");
    requireNonNull(format, "format");
    requireNonNull(projects, "projects");
    emitProjects = emitProjects.map(Set::copyOf);
    emitSources = Set.copyOf(emitSources);
  }

  /** What to do with bytes that are not the dialect. */
  public enum Malformed {
    /** Tell the sender (HTTP). */
    REFUSE,
    /** Keep them raw as {@code belfry.malformed} (sources that cannot be told). */
    KEEP
  }

  /** What to do with a known identity and new content. */
  public enum Conflict {
    /** Tell the sender (HTTP). */
    REFUSE,
    /** Keep both, the second marked (sources). */
    KEEP
  }

  /** These terms, but one refused item refuses all. */
  public Terms asAtomic() {
    return new Terms(
        identity, format, projects, emitProjects, emitSources, malformed, conflict, true);
  }

  /** The terms of a request over HTTP by somebody who may emit anything. */
  public static Terms http(String identity, String format, Projects projects) {
    return new Terms(
        identity,
        format,
        projects,
        Optional.empty(),
        Set.of(),
        Malformed.REFUSE,
        Conflict.REFUSE,
        false);
  }

  /** The terms of a source, which cannot be told that something is wrong. */
  public static Terms source(String identity, String format, Projects projects) {
    return new Terms(
        identity,
        format,
        projects,
        Optional.empty(),
        Set.of(),
        Malformed.KEEP,
        Conflict.KEEP,
        false);
  }
}
