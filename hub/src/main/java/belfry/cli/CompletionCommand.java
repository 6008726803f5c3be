package belfry.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash")
  Dialect dialect = Dialect.bash;

  /** Named as it is typed. */
  enum Dialect {
    bash
  }

  CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.out().print(AutoComplete.bash("belfry", spec.root().commandLine()));
    return Exit.DONE;
  }
}
