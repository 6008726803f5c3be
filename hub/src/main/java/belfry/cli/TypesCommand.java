package belfry.cli;

import belfry.cli.print.Columns;
import belfry.cli.print.Paint;
import belfry.cli.shell.Answer;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.Form;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Request;
import belfry.format.json.JsonValue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "types",
    header = "List the known event types",
    description = {
      "",
      "Prints the catalogue: each type that the systems are known to send, with its meaning. A",
      "type that is not in it is taken, kept and found all the same.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry types gluster",
      "  belfry types lxd.lifecycle.instance",
      "  belfry types --format json | jq -r .type",
      "",
      "Exit status: 0 done, 1 no type begins like that, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class TypesCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      description = "Only types that begin like this: lxd, gluster.VOLUME, openstack.image.")
  String prefix = "";

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "table, or json: one object per line (default: table).")
  Form format = Form.table;

  @Mixin HubOptions hub = new HubOptions();

  TypesCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      JsonValue all =
          Answer.metadata(HubOptions.ask(client, Request.get("/1.0/event-types?recursion=1")));
      List<JsonValue> types =
          all.elements().stream().filter(type -> type.text("type").startsWith(prefix)).toList();
      if (types.isEmpty()) {
        throw Failure.failed("no known type begins with " + prefix + " (see `belfry types`)");
      }
      shell.out().print(format == Form.json ? lines(types) : table(types));
      return Exit.DONE;
    }
  }

  private static String lines(List<JsonValue> types) {
    var lines = new StringBuilder();
    types.forEach(type -> lines.append(type).append('\n'));
    return lines.toString();
  }

  private String table(List<JsonValue> types) {
    var columns = new Columns(shell.paint(), shell.width());
    columns.head("TYPE", "MEANING");
    for (JsonValue type : types) {
      columns.row(
          Columns.Cell.of(type.text("type"), Paint.Ink.NOTE),
          Columns.Cell.of(type.text("description")));
    }
    return columns.toString();
  }
}
