package belfry.cli.subscription;

import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "pause",
    header = "Let subscriptions stand still",
    description = {
      "",
      "Stops delivering when what is under way has ended. Nothing is lost: what comes meanwhile is",
      "delivered when it goes on.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry subscription pause ops",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class PauseCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Of one or more subscriptions.")
  List<String> names = List.of();

  @Mixin HubOptions hub = new HubOptions();

  PauseCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      var subscriptions = new Subscriptions(client);
      for (String name : names) {
        subscriptions.state(name, new Draft().put(Draft.text("pause"), "action"));
        shell.out().println("paused " + name);
      }
      return Exit.DONE;
    }
  }
}
