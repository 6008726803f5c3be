package belfry.source;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One source as an operator sees it.
 *
 * @param name unique in this hub, e.g. {@code gluster}
 * @param runs how often it was run
 * @param failures how many of these runs failed
 * @param lastFailure why the last of them failed, though it may run well now
 * @param measures nothing unless it is {@link Measured}
 */
public record SourceStatus(
    String name,
    SourceState state,
    long runs,
    long failures,
    Optional<String> lastFailure,
    Measured.Measures measures) {

  public SourceStatus {
    requireNonNull(name, "name");
    requireNonNull(state, "state");
    requireNonNull(lastFailure, "lastFailure");
    requireNonNull(measures, "measures");
  }
}
