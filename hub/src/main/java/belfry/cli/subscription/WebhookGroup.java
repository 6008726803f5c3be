package belfry.cli.subscription;

import belfry.cli.shell.Group;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import java.util.List;
import picocli.CommandLine.Command;

/** Deliver events to URLs, in short. */
@Command(
    name = "webhook",
    synopsisSubcommandLabel = "COMMAND",
    header = "Deliver events to URLs, in short",
    description = {
      "",
      "A webhook is a subscription whose destination is a URL. What more can be done with one is",
      "in `belfry subscription --help`."
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  belfry webhook add https://ops.example.com/belfry --secret-file secret",
      "  belfry webhook list",
      "",
      "`belfry webhook COMMAND --help` explains a command.",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class WebhookGroup extends Group {
  private final Shell shell;

  public WebhookGroup(Shell shell) {
    this.shell = shell;
  }

  @Override
  public List<Object> commands() {
    return List.of(
        new WebhookAddCommand(shell),
        new WebhookListCommand(shell),
        new WebhookRemoveCommand(shell),
        new WebhookTestCommand(shell));
  }
}
