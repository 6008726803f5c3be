package belfry.tail;

import belfry.event.Cursor;
import java.time.Instant;

/** Where a live reader begins. */
public sealed interface Start {
  /** With what is journaled after the tail was opened. */
  record Now() implements Start {}

  /** At a cursor: everything after it, then live. */
  record At(Cursor cursor) implements Start {}

  /** With the first entry recorded at or after a time, then live. */
  record Since(Instant time) implements Start {}

  /** With the oldest entry there is, then live. */
  record Oldest() implements Start {}
}
