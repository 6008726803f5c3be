package belfry.cli.subscription;

import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.Form;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    header = "List subscriptions",
    description = {
      "",
      "Prints each subscription with its state, how many entries it is behind, how many wait for",
      "their next attempt (DEFERRED) and how many were given up (DEAD).",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry subscription list",
      "  belfry subscription list --format json | jq -r .name",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class ListCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "table, or json: one object per line (default: table).")
  Form format = Form.table;

  @Mixin HubOptions hub = new HubOptions();

  ListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      new Overview(shell, format).print(new Subscriptions(client).all());
      return Exit.DONE;
    }
  }
}
