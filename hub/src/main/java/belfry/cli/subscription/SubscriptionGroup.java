package belfry.cli.subscription;

import belfry.cli.shell.Group;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import java.util.List;
import picocli.CommandLine.Command;

/** Deliver events to destinations. */
@Command(
    name = "subscription",
    synopsisSubcommandLabel = "COMMAND",
    header = "Deliver events to destinations",
    description = {
      "",
      "A subscription delivers each event that its filter lets pass to one destination: a webhook,",
      "a file, a log. It has a position of its own; what fails is tried again, and in the end kept",
      "as a dead letter. Nothing is lost."
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  belfry subscription add warnings --sink file --set path=warnings.ndjson \\",
      "      --filter 'event_level >= WARN'",
      "  belfry subscription list",
      "",
      "`belfry subscription COMMAND --help` explains a command.",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class SubscriptionGroup extends Group {
  private final Shell shell;

  public SubscriptionGroup(Shell shell) {
    this.shell = shell;
  }

  @Override
  public List<Object> commands() {
    return List.of(
        new ListCommand(shell),
        new ShowCommand(shell),
        new AddCommand(shell),
        new EditCommand(shell),
        new RemoveCommand(shell),
        new PauseCommand(shell),
        new ResumeCommand(shell),
        new MoveCommand(shell),
        new AttemptsCommand(shell),
        new DeadLettersCommand(shell),
        new RedeliverCommand(shell),
        new ReplayCommand(shell),
        new TestCommand(shell));
  }
}
