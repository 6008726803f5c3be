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
import belfry.cli.wire.Request;
import belfry.format.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "dead-letters",
    header = "List what could not be delivered",
    description = {
      "",
      "Prints the events that were given up, each with the last reason. They are kept until they",
      "are redelivered or the subscription is removed.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry subscription dead-letters ops",
      "  belfry subscription dead-letters ops --filter 'system = gluster'",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class DeadLettersCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "NAME", description = "Of the subscription.")
  String name = "";

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description = "Only those whose event matches.")
  @Nullable String filter;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  int limit = 50;

  @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on behind an earlier page.")
  @Nullable String cursor;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "table, or json: one object per line (default: table).")
  Form format = Form.table;

  @Mixin HubOptions hub = new HubOptions();

  DeadLettersCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    var query =
        new Request.Target("dead-letters")
            .add("limit", Integer.toString(limit))
            .add("cursor", Optional.ofNullable(cursor))
            .add("filter", Optional.ofNullable(filter));
    try (HubClient client = hub.client(shell)) {
      JsonValue page = new Subscriptions(client).look(name, query.toString());
      List<JsonValue> letters =
          page.get("dead_letters").map(JsonValue::elements).orElseGet(List::of);
      switch (format) {
        case json -> letters.forEach(shell.out()::println);
        case table -> shell.out().print(table(letters));
      }
      if (!page.text("next").isEmpty()) {
        shell.err().println("there is more: add --cursor " + page.text("next"));
      }
      return Exit.DONE;
    }
  }

  private Columns table(List<JsonValue> letters) {
    var columns = new Columns(shell.paint(), shell.width());
    columns.head("ID", "PARKED", "TRIES", "TYPE", "SUBJECT", "REASON");
    for (JsonValue letter : letters) {
      JsonValue event = letter.get("event").orElse(letter);
      columns.row(
          Cell.of(letter.text("id"), Paint.Ink.NOTE),
          Cell.of(Times.shown(letter.text("parked"), shell.zone()), Paint.Ink.DIM),
          Cell.of(Text.grouped(Answer.number(letter, "attempts"))),
          Cell.of(event.text("type")),
          Cell.of(event.text("subject")),
          Cell.of(letter.text("reason"), Paint.Ink.BAD));
    }
    return columns;
  }
}
