package belfry.delivery;

import belfry.event.Cursor;
import java.time.Instant;

/** Where a new subscription begins. */
public sealed interface Start {
  /** With what is journaled from now on. */
  record Now() implements Start {}

  /** With the oldest entry there is. */
  record Oldest() implements Start {}

  /** With the first entry recorded at or after a time. */
  record Since(Instant time) implements Start {}

  /** At a cursor: everything after it. */
  record At(Cursor cursor) implements Start {}
}
