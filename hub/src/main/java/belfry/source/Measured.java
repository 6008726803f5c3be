package belfry.source;

/** Ability of a source: it knows how far behind it is. */
public interface Measured {
  /** As it is now. Called by any thread. */
  Measures measures();

  /**
   * How a source does.
   *
   * @param waiting events that were read and are not yet on disk
   * @param lost events known to be lost since the start; each is in a gap event, or will be
   * @param refused events of senders that may not send, since the start
   */
  record Measures(long waiting, long lost, long refused) {
    /** Of a source that does not measure itself. */
    public static final Measures NONE = new Measures(0, 0, 0);
  }
}
