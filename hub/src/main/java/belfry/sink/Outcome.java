package belfry.sink;

import java.time.Duration;
import java.util.Optional;

/** What became of one delivery attempt. Dispatch decides by this alone. */
public sealed interface Outcome {
  /** The other side has it. */
  record Delivered() implements Outcome {}

  /**
   * It may have it later.
   *
   * @param reason one line for people, without secrets
   * @param after not before this has passed, if the other side asked for that
   */
  record Retry(String reason, Optional<Duration> after) implements Outcome {}

  /**
   * It will never take these: park them and go on.
   *
   * @param reason one line for people, without secrets
   */
  record Rejected(String reason) implements Outcome {}

  /**
   * It wants nothing any more (HTTP 410): disable the subscription.
   *
   * @param reason one line for people, without secrets
   */
  record Gone(String reason) implements Outcome {}
}
