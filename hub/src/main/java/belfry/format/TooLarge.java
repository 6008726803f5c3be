package belfry.format;

/** The input is over a limit; the text has both numbers. Over HTTP a 413. */
public final class TooLarge extends Exception {
  private static final long serialVersionUID = 1L;

  public TooLarge(String message) {
    super(message);
  }
}
