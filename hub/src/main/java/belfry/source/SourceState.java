package belfry.source;

import java.time.Instant;

/** What a source does now. */
public sealed interface SourceState {
  /** In conversation, or trying to begin one. */
  record Running(Instant since) implements SourceState {}

  /**
   * Its last run ended; the next one begins later.
   *
   * @param until when the next one begins
   * @param reason why the last one ended, one line for people
   */
  record Waiting(Instant until, String reason) implements SourceState {}

  /**
   * Ended by a mistake of ours: it is not run again before the hub is.
   *
   * @param reason one line for people
   */
  record Down(String reason) implements SourceState {}

  /** Ended because the hub stops. */
  record Stopped() implements SourceState {}
}
