package belfry.cli.source;

import belfry.cli.print.YamlText;
import belfry.cli.shell.Answer;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Request;
import belfry.format.json.JsonValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    header = "Show a source and how it is",
    description = {"", "Prints everything that the hub knows about one source, as YAML.", ""},
    footer = {
      "",
      "Examples:",
      "  belfry source show gluster",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class ShowCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "NAME", description = "As `belfry source list` prints it.")
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
      Request one = Request.get("/1.0/sources/" + Request.encoded(name));
      JsonValue source = Answer.metadata(HubOptions.ask(client, one));
      shell.out().print(form == Form.json ? source + "\n" : YamlText.of(source));
      return Exit.DONE;
    }
  }
}
