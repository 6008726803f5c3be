package belfry.cli.gluster;

/** The command line ends with a text alone: help, or what is wrong with the arguments. */
final class Usage extends Exception {
  private static final long serialVersionUID = 1L;

  static final int WRONG = 2;

  private final int exit;

  private Usage(int exit, String text) {
    super(text);
    this.exit = exit;
  }

  static Usage help(String text) {
    return new Usage(0, text);
  }

  static Usage wrong(String error) {
    return new Usage(WRONG, HelpText.usage() + EventsApi.NAME + ": error: " + error + "\n");
  }

  static Usage wrong(Command command, String error) {
    return new Usage(
        WRONG,
        HelpText.usage(command)
            + EventsApi.NAME
            + " "
            + command.typed()
            + ": error: "
            + error
            + "\n");
  }

  /** 0 for help, which goes to standard output; else 2. */
  int exit() {
    return exit;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
