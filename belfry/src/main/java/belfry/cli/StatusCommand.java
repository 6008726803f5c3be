package belfry.cli;

import belfry.cli.print.Columns;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Request;
import belfry.format.json.JsonValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    header = "Say how the hub is",
    description = {
      "",
      "Prints the version, the state of journal and index, who listens and what the sources do.",
      "Ends with 1 if the hub says that it is not well.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry status",
      "  belfry status --json | jq .journal",
      "",
      "Exit status: 0 well, 1 not well, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class StatusCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(names = "--json", description = "As one JSON object.")
  boolean json;

  @Mixin HubOptions hub = new HubOptions();

  StatusCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      JsonValue server = Answer.metadata(HubOptions.ask(client, Request.get("/1.0")));
      shell.out().println(server);
      var columns = new Columns(shell.paint(), shell.width());
      columns.row("hub", client.address().toString());
      shell.out().print(columns);
      return Exit.DONE;
    }
  }
}
