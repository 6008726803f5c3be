package belfry.cli.subscription;

import belfry.cli.print.Columns;
import belfry.cli.print.Columns.Cell;
import belfry.cli.print.Paint;
import belfry.cli.shell.Answer;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.Form;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.cli.shell.Times;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.format.json.JsonValue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "attempts",
    header = "List the last attempts of a subscription",
    description = {"", "Prints what was tried last and what became of it, the newest first.", ""},
    footer = {
      "",
      "Examples:",
      "  belfry subscription attempts ops",
      "  belfry subscription attempts ops --format json | jq .reason",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class AttemptsCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "NAME", description = "Of the subscription.")
  String name = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  int limit = 20;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "table, or json: one object per line (default: table).")
  Form format = Form.table;

  @Mixin HubOptions hub = new HubOptions();

  AttemptsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      List<JsonValue> attempts =
          new Subscriptions(client).look(name, "attempts?limit=" + limit).elements();
      switch (format) {
        case json -> attempts.forEach(shell.out()::println);
        case table -> shell.out().print(table(attempts));
      }
      return Exit.DONE;
    }
  }

  private Columns table(List<JsonValue> attempts) {
    var columns = new Columns(shell.paint(), shell.width());
    columns.head("TIME", "TRY", "EVENTS", "TOOK", "RESULT", "REASON");
    for (JsonValue attempt : attempts) {
      String result = attempt.text("result");
      columns.row(
          Cell.of(Times.shown(attempt.text("time"), shell.zone()), Paint.Ink.DIM),
          Cell.of(Text.grouped(Answer.number(attempt, "number"))),
          Cell.of(Text.grouped(Answer.number(attempt, "entries"))),
          Cell.of(Text.grouped(Answer.number(attempt, "took_ms")) + " ms"),
          Cell.of(result, result.equals("delivered") ? Paint.Ink.GOOD : Paint.Ink.BAD),
          Cell.of(attempt.text("reason")));
    }
    return columns;
  }
}
