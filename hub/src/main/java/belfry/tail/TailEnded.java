package belfry.tail;

import belfry.event.Cursor;

/** A live reader cannot go on; it may be opened again at the cursor. */
public final class TailEnded extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final Cursor cursor;

  /** Why. */
  public enum Reason {
    /** Behind by more than the limit. */
    TOO_SLOW,
    /** What it should read next is gone by retention. */
    EXPIRED,
    /** The hub stops. */
    STOPPING,
    /** The journal cannot be read there. */
    DAMAGED
  }

  public TailEnded(Reason reason, Cursor cursor, String message) {
    super(message);
    this.reason = reason;
    this.cursor = cursor;
  }

  public Reason reason() {
    return reason;
  }

  /** Where to go on. */
  public Cursor cursor() {
    return cursor;
  }
}
