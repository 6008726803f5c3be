package belfry.delivery;

import java.time.Instant;

/** What a {@link Line} wants done next. */
sealed interface Step {
  /** Try this once and settle it. */
  record Deliver(Task task) implements Step {}

  /** Read at most so many and offer them; wait for the first until then at most. */
  record Read(int max, Instant until) implements Step {}

  /** Nothing before that time, or before something is settled. */
  record Rest(Instant until) implements Step {}

  /** Nothing any more. */
  record Stop() implements Step {}
}
