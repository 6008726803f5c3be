package belfry.cli.print;

/** Colours, or none: on a terminal where nobody asked for {@code NO_COLOR}. */
public enum Paint {
  ON,
  OFF;

  /** What a colour stands for. */
  public enum Ink {
    DIM("2"),
    BOLD("1"),
    GOOD("32"),
    WARN("33"),
    BAD("31"),
    NOTE("36");

    private final String code;

    Ink(String code) {
      this.code = code;
    }
  }

  public String ink(Ink ink, String text) {
    return this == OFF || text.isEmpty() ? text : "\u001b[" + ink.code + "m" + text + "\u001b[0m";
  }
}
