package belfry.cli.shell;

/** The exit codes of every command. */
public final class Exit {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int UNREACHABLE = 3;

  private Exit() {}
}
