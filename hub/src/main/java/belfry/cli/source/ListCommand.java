package belfry.cli.source;

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
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Request;
import belfry.format.json.JsonValue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    header = "List sources",
    description = {
      "",
      "Prints each conversation that brings events in: whether it runs, what waits to be taken,",
      "what was lost on the way or refused, and why it failed last.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry source list",
      "  belfry source list --format json | jq .gaps",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class ListCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "table, or json: one object per line (default: table).")
  Form format = Form.table;

  @Mixin HubOptions hub = new HubOptions();

  ListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      Request all = Request.get("/1.0/sources?recursion=1");
      List<JsonValue> sources = Answer.metadata(HubOptions.ask(client, all)).elements();
      switch (format) {
        case json -> sources.forEach(shell.out()::println);
        case table -> shell.out().print(table(sources));
      }
      return Exit.DONE;
    }
  }

  private Columns table(List<JsonValue> sources) {
    var columns = new Columns(shell.paint(), shell.width());
    columns.head("NAME", "STATE", "LAG", "GAPS", "REFUSED", "FAILURES", "REASON");
    for (JsonValue source : sources) {
      String state = source.text("state");
      String reason = source.text("reason");
      columns.row(
          Cell.of(source.text("name"), Paint.Ink.NOTE),
          Cell.of(state, state.equals("running") ? Paint.Ink.GOOD : Paint.Ink.BAD),
          Cell.of(Text.grouped(Answer.number(source, "lag"))),
          Cell.of(sum(source, "gaps"), Paint.Ink.WARN),
          Cell.of(sum(source, "refused"), Paint.Ink.WARN),
          Cell.of(Text.grouped(Answer.number(source, "failures"))),
          Cell.of(reason.isEmpty() ? source.text("last_failure") : reason));
    }
    return columns;
  }

  /** Of counts by their reason. */
  private static String sum(JsonValue source, String counts) {
    return Text.grouped(
        source.get(counts).map(JsonValue::members).orElseGet(List::of).stream()
            .mapToLong(count -> Long.parseLong(count.value().text()))
            .sum());
  }
}
