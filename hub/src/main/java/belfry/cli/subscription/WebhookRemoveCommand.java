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
    header = "Remove webhooks",
    description = {
      "",
      "Removes a webhook by its name, or all that have a URL. Asks first when typed at a terminal.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry webhook remove ops.example.com-belfry",
      "  belfry webhook remove https://ops.example.com/belfry --yes",
      "",
      "Exit status: 0 removed, 1 failed or not wanted, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class WebhookRemoveCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "WEBHOOK", description = "Its name or its URL.")
  String webhook = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Does not ask.")
  boolean yes;

  @Mixin HubOptions hub = new HubOptions();

  WebhookRemoveCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      var subscriptions = new Subscriptions(client);
      List<String> names = WebhookName.meant(subscriptions, webhook);
      return new Removal(shell, subscriptions).remove(names, yes);
    }
  }
}
