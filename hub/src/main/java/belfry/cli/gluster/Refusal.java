package belfry.cli.gluster;

/** A command cannot be done; says why and with which exit code the program ends. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the real program ends with in a traceback. */
  static final int FAILED = 1;

  static final int UNCHANGED = 2;

  /** Every node answered that it could not. */
  static final int NO_NODE = 3;

  /** Some nodes did not answer or could not. */
  static final int SOME_NODES = 4;

  static final int EXISTS = 5;
  static final int MISSING = 6;
  static final int NO_CONFIG_ITEM = 7;
  static final int WEBHOOKS_NOT_SYNCED = 8;
  static final int CONFIG_NOT_SYNCED = 9;

  private final int exit;

  Refusal(int exit, String text) {
    super(text);
    this.exit = exit;
  }

  int exit() {
    return exit;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
