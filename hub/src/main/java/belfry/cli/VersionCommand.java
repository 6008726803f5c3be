package belfry.cli;

import belfry.cli.shell.Exit;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "version",
    header = "Print the version",
    description = {"", "Prints the version of this program and of the Java it runs on.", ""},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class VersionCommand implements Callable<Integer> {
  private final Shell shell;

  VersionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.out().println("belfry " + Version.current() + " (Java " + Runtime.version() + ")");
    return Exit.DONE;
  }
}
