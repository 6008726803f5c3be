package belfry.cli.subscription;

import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    header = "Remove subscriptions",
    description = {
      "",
      "Takes a subscription away, with what still waits for it: its deferred entries, dead",
      "letters and attempts. The events themselves stay in the journal. Asks first when typed at",
      "a terminal.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry subscription remove ops",
      "  belfry subscription remove old older --yes",
      "",
      "Exit status: 0 removed, 1 failed or not wanted, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class RemoveCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Of one or more subscriptions.")
  List<String> names = List.of();

  @Option(
      names = {"-y", "--yes"},
      description = "Does not ask.")
  boolean yes;

  @Mixin HubOptions hub = new HubOptions();

  RemoveCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      return new Removal(shell, new Subscriptions(client)).remove(names, yes);
    }
  }
}
