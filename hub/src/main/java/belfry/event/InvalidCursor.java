package belfry.event;

/** A cursor that this journal did not give out, or a damaged one. Over HTTP a 400. */
public final class InvalidCursor extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidCursor(String message) {
    super(message);
  }
}
