package belfry.cli.shell;

/** A command cannot go on; says why, and with which exit code it ends. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exit;

  private Failure(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  public static Failure failed(String message) {
    return new Failure(Exit.FAILED, message);
  }

  /** The arguments are wrong, as only the hub could tell. */
  public static Failure usage(String message) {
    return new Failure(Exit.USAGE, message);
  }

  public static Failure unreachable(String message) {
    return new Failure(Exit.UNREACHABLE, message);
  }

  /** The same with a line more, which says what can be done. */
  public Failure with(String hint) {
    return new Failure(exit, getMessage() + "\n        " + hint);
  }

  public int exit() {
    return exit;
  }
}
