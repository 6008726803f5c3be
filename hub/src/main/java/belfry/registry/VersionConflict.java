package belfry.registry;

/** Somebody else was first: read again, decide again. Over HTTP a 412, or 404 or 409. */
public final class VersionConflict extends Exception {
  private static final long serialVersionUID = 1L;

  private final long actual;

  /**
   * @param expected what was asked to be there; {@link Registry#NONE} for nothing
   * @param actual what is there; {@link Registry#NONE} if nothing is
   */
  public VersionConflict(Key key, long expected, long actual) {
    super(
        key
            + ": "
            + (actual == Registry.NONE ? "does not exist" : "version " + actual)
            + " (expected: "
            + (expected == Registry.NONE ? "not to exist" : "version " + expected)
            + ")");
    this.actual = actual;
  }

  /** The version that is there; {@link Registry#NONE} if the document does not exist. */
  public long actual() {
    return actual;
  }
}
