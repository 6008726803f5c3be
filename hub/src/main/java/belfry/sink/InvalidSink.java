package belfry.sink;

/** Settings that no destination can be made of. Tell whoever wrote them. */
public final class InvalidSink extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN_CHARS_MAX = 80;

  private final String member;
  private final String text;

  /**
   * @param member dotted path of the wrong member, e.g. {@code auth.tokenUrl}
   * @param was without secrets
   */
  public InvalidSink(String member, String was, String expected) {
    this(member, shown(was) + " (expected: " + expected + ")");
  }

  private InvalidSink(String member, String text) {
    super(member + ": " + text);
    this.member = member;
    this.text = text;
  }

  /** The same of settings that are a member of something else. */
  public InvalidSink inside(String outer) {
    return new InvalidSink(outer + "." + member, text);
  }

  /** Dotted path of the wrong member. */
  public String member() {
    return member;
  }

  private static String shown(String was) {
    String cut = was.length() > SHOWN_CHARS_MAX ? was.substring(0, SHOWN_CHARS_MAX) + "…" : was;
    return cut.chars().anyMatch(c -> c < 0x20) ? cut.replaceAll("\\p{Cntrl}", "?") : cut;
  }
}
