package belfry.cli;

import belfry.cli.shell.Answer;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Reply;
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
      "Prints the version, whether the hub is well, what it took in and from which systems, how",
      "far the index is behind the journal, and how many listen.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry status",
      "  belfry status --json | jq .events",
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
      Reply health = HubOptions.send(client, Request.get("/health/ready"));
      boolean trusted = server.text("auth").equals("trusted");
      Samples samples = trusted ? samples(client) : Samples.NONE;
      var status = new Status(client.address().toString(), server, health, samples);
      shell.out().print(json ? status.json() : status.text(shell));
      return health.ok() ? Exit.DONE : Exit.FAILED;
    }
  }

  private static Samples samples(HubClient client) throws Failure {
    return Samples.parse(HubOptions.ask(client, Request.get("/metrics")).body().text());
  }
}
