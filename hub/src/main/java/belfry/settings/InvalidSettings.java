package belfry.settings;

/** Settings that cannot be: the text says where, what was and what was expected. */
public final class InvalidSettings extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidSettings(String message) {
    super(message);
  }

  InvalidSettings(String where, String key, String was, String expected) {
    super(where + ": " + key + ": " + was + " (expected: " + expected + ")");
  }
}
