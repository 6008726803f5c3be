package belfry.event;

/** The bytes are not the protocol. Over HTTP a 400, with the column. */
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  private final int at;

  /**
   * @param at the offset of the first wrong byte, from 0
   * @param message what was and what was expected
   */
  public Malformed(int at, String message) {
    super(message);
    this.at = at;
  }

  /** The offset of the first wrong byte, from 0. */
  public int at() {
    return at;
  }

  /** As {@link #at}, counted from 1 as people do. */
  public int column() {
    return at + 1;
  }
}
