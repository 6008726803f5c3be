package belfry.cli.trust;

import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Request;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    header = "Trust clients no more",
    description = {
      "",
      "Takes the trust in clients back. It holds at once: their next request is refused, and",
      "streams that they have open end before the next event.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry trust remove 50673016f57e",
      "",
      "Exit status: 0 removed, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class RemoveCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      arity = "1..*",
      paramLabel = "FINGERPRINT",
      description = "Of one or more clients; the beginning is enough where it is the only one.")
  List<String> fingerprints = List.of();

  @Mixin HubOptions hub = new HubOptions();

  RemoveCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      for (String fingerprint : fingerprints) {
        String target = TrustGroup.PATH + "/" + Request.encoded(fingerprint);
        HubOptions.ask(client, Request.delete(target));
        shell.out().println("removed " + fingerprint);
      }
      return Exit.DONE;
    }
  }
}
