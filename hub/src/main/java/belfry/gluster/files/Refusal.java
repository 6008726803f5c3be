package belfry.gluster.files;

/** A command cannot be done; says why and with which exit code the program ends. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the real program ends with in a traceback. */
  public static final int FAILED = 1;

  public static final int UNCHANGED = 2;

  /** Every node answered that it could not. */
  public static final int NO_NODE = 3;

  /** Some nodes did not answer or could not. */
  public static final int SOME_NODES = 4;

  public static final int EXISTS = 5;
  public static final int MISSING = 6;
  public static final int NO_CONFIG_ITEM = 7;
  public static final int WEBHOOKS_NOT_SYNCED = 8;
  public static final int CONFIG_NOT_SYNCED = 9;

  private final int exit;

  public Refusal(int exit, String text) {
    super(text);
    this.exit = exit;
  }

  public int exit() {
    return exit;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
