package belfry.event;

/**
 * What a journal entry is a record of. Part of the notary's leaf ({@code docs/formats/journal.md}),
 * so the codes never change and new kinds get new codes.
 */
public enum Kind {
  /** A fact that an outside system, or the hub itself, told us. */
  EVENT(0, "event"),
  /** Events known to be missing: a source was cut off, a buffer overflowed. */
  GAP(1, "gap"),
  /** Bytes of a source that are not its protocol, kept raw. */
  MALFORMED(2, "malformed"),
  /** The content of an earlier entry was erased. */
  ERASE(3, "erase"),
  /** A signing key was announced. */
  KEY(4, "key"),
  /** Nothing happened, provably. */
  HEARTBEAT(5, "heartbeat");

  private final int code;
  private final String text;

  Kind(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The number in the journal record; 0 to 255. */
  public int code() {
    return code;
  }

  /** The word in filters, leaves and output. */
  public String text() {
    return text;
  }

  /**
   * The kind with this code.
   *
   * @throws IllegalArgumentException if no kind has it
   */
  public static Kind of(int code) {
    for (Kind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("kind: " + code + " (expected: 0 to 5)");
  }
}
