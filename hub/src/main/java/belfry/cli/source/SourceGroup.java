package belfry.cli.source;

import belfry.cli.shell.Group;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import java.util.List;
import picocli.CommandLine.Command;

/** Say how events come in. */
@Command(
    name = "source",
    synopsisSubcommandLabel = "COMMAND",
    header = "Say how events come in",
    description = {
      "",
      "A source is a conversation that brings events in, such as the datagrams of a Gluster node.",
      "The hub starts it again when it fails, and counts what it lost."
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  belfry source list",
      "",
      "`belfry source COMMAND --help` explains a command.",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class SourceGroup extends Group {
  private final Shell shell;

  public SourceGroup(Shell shell) {
    this.shell = shell;
  }

  @Override
  public List<Object> commands() {
    return List.of(new ListCommand(shell), new ShowCommand(shell));
  }
}
