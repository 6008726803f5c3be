package belfry.cli.subscription;

import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.Form;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.format.json.JsonValue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    header = "List webhooks",
    description = {
      "",
      "Prints the subscriptions that are webhooks, as `belfry subscription list` does.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry webhook list",
      "  belfry webhook list --format json | jq -r .settings.url",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class WebhookListCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "table, or json: one object per line (default: table).")
  Form format = Form.table;

  @Mixin HubOptions hub = new HubOptions();

  WebhookListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      List<JsonValue> all = new Subscriptions(client).all();
      new Overview(shell, format).print(all.stream().filter(WebhookName::isWebhook).toList());
      return Exit.DONE;
    }
  }
}
