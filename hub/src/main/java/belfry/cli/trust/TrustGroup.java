package belfry.cli.trust;

import belfry.cli.shell.Group;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import java.util.List;
import picocli.CommandLine.Command;

/** Say whom the hub trusts. */
@Command(
    name = "trust",
    synopsisSubcommandLabel = "COMMAND",
    header = "Say which clients the hub trusts",
    description = {
      "",
      "A client over HTTPS is trusted by the fingerprint of its certificate, which `lxc` makes",
      "for itself. A token lets one client become trusted, once."
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  belfry trust add --name ann        # prints a token",
      "  lxc remote add hub TOKEN           # there, as ann",
      "  belfry trust list",
      "",
      "`belfry trust COMMAND --help` explains a command.",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class TrustGroup extends Group {
  static final String PATH = "/1.0/certificates";

  private final Shell shell;

  public TrustGroup(Shell shell) {
    this.shell = shell;
  }

  @Override
  public List<Object> commands() {
    return List.of(new ListCommand(shell), new AddCommand(shell), new RemoveCommand(shell));
  }
}
