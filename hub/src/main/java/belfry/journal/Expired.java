package belfry.journal;

import belfry.event.Position;

/** What was asked for is gone by retention. Over HTTP a 410 with the oldest position. */
public final class Expired extends Exception {
  private static final long serialVersionUID = 1L;

  private final Position oldest;

  public Expired(Position wanted, Position oldest) {
    super("position " + wanted + " is gone by retention (expected: " + oldest + " or later)");
    this.oldest = oldest;
  }

  /** The oldest position that is left. */
  public Position oldest() {
    return oldest;
  }
}
