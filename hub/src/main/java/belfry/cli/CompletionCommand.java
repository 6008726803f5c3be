package belfry.cli;

import belfry.cli.shell.Exit;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "completion",
    header = "Print a script that completes commands and options",
    description = {"", "Prints a script for bash (zsh reads it too, after `bashcompinit`).", ""},
    footer = {
      "",
      "Examples:",
      "  source <(belfry completion bash)                                   for this shell",
      "  belfry completion bash > /etc/bash_completion.d/belfry             for everybody"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class CompletionCommand implements Callable<Integer> {
  private final Shell shell;
  private final Supplier<CommandLine> commands;

  @Parameters(paramLabel = "SHELL", description = "bash")
  Dialect dialect = Dialect.bash;

  /** Named as it is typed. */
  enum Dialect {
    bash
  }

  /**
   * @param commands all there are
   */
  CompletionCommand(Shell shell, Supplier<CommandLine> commands) {
    this.shell = shell;
    this.commands = commands;
  }

  @Override
  public Integer call() {
    shell.out().print(AutoComplete.bash("belfry", commands.get()));
    return Exit.DONE;
  }
}
