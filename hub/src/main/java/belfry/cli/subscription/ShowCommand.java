package belfry.cli.subscription;

import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.format.json.JsonValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    header = "Show a subscription and how it is",
    description = {
      "",
      "Prints its document and, as `status`, its state, position, lag and last attempt. Secrets",
      "are masked.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry subscription show ops",
      "  belfry subscription show ops --format json | jq .status",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class ShowCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "NAME", description = "Of the subscription.")
  String name = "";

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "yaml or json (default: yaml).")
  Form form = Form.yaml;

  /** Named as they are typed. */
  enum Form {
    yaml,
    json
  }

  @Mixin HubOptions hub = new HubOptions();

  ShowCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      JsonValue document = new Subscriptions(client).get(name).document();
      shell.out().print(form == Form.json ? document + "\n" : DocumentText.of(document));
      return Exit.DONE;
    }
  }
}
