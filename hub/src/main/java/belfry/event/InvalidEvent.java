package belfry.event;

/**
 * The bytes are well formed but do not make an event; tell the producer. Over HTTP a 422, with the
 * pointer.
 */
public final class InvalidEvent extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_MAX = 80;

  private final String pointer;

  /**
   * @param pointer RFC 6901 JSON pointer to what is wrong, or the name of an attribute
   * @param was the offending value; shortened in the text
   * @param expected what would have been right
   */
  public InvalidEvent(String pointer, String was, String expected) {
    super(pointer + ": " + shortened(was) + " (expected: " + expected + ")");
    this.pointer = pointer;
  }

  public String pointer() {
    return pointer;
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
  }
}
