package belfry.cli;

/** A command cannot go on; says why, and with which exit code it ends. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exit;

  private Failure(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  static Failure failed(String message) {
    return new Failure(Exit.FAILED, message);
  }

  /** The arguments are wrong, as only the hub could tell. */
  static Failure usage(String message) {
    return new Failure(Exit.USAGE, message);
  }

  static Failure unreachable(String message) {
    return new Failure(Exit.UNREACHABLE, message);
  }

  int exit() {
    return exit;
  }
}
