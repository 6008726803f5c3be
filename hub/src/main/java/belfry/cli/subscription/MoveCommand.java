package belfry.cli.subscription;

import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "move",
    header = "Let a subscription go on from somewhere else",
    description = {
      "",
      "Back, so that it delivers again what it had delivered, or forward over what nobody wants",
      "any more. What is deferred or dead stays.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry subscription move ops --to 2h",
      "  belfry subscription move ops --to beginning",
      "  belfry subscription move ops --to now",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class MoveCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "NAME", description = "Of the subscription.")
  String name = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PLACE",
      description = {
        "now, beginning, a time such as 2h or 2026-11-20T09:30, or a cursor",
        "as `belfry monitor` prints one."
      })
  String to = "";

  @Mixin HubOptions hub = new HubOptions();

  MoveCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      String place = DocumentOptions.start(to, shell);
      var change = new Draft().put(Draft.text("move"), "action").put(Draft.text(place), "to");
      new Subscriptions(client).state(name, change);
      shell.out().println("moved " + name + " to " + place);
      return Exit.DONE;
    }
  }
}
