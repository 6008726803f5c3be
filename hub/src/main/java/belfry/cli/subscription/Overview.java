package belfry.cli.subscription;

import belfry.cli.print.Columns;
import belfry.cli.print.Columns.Cell;
import belfry.cli.print.Paint;
import belfry.cli.shell.Answer;
import belfry.cli.shell.Form;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.format.json.JsonValue;
import java.util.List;

/** Many subscriptions, a line each. */
final class Overview {
  private final Shell shell;
  private final Form form;

  Overview(Shell shell, Form form) {
    this.shell = shell;
    this.form = form;
  }

  void print(List<JsonValue> subscriptions) {
    switch (form) {
      case json -> subscriptions.forEach(shell.out()::println);
      case table -> table(subscriptions);
    }
  }

  private void table(List<JsonValue> subscriptions) {
    if (subscriptions.isEmpty()) {
      shell.err().println("none yet; see `belfry subscription add --help`");
      return;
    }
    var columns = new Columns(shell.paint(), shell.width());
    columns.head("NAME", "STATE", "BEHIND", "DEFERRED", "DEAD", "SINK", "TO");
    for (JsonValue subscription : subscriptions) {
      JsonValue status = subscription.get("status").orElse(subscription);
      columns.row(
          Cell.of(subscription.text("name"), Paint.Ink.NOTE),
          state(status.text("state")),
          number(status, "lag", Paint.Ink.WARN),
          number(status, "deferred", Paint.Ink.WARN),
          number(status, "dead_letters", Paint.Ink.BAD),
          Cell.of(subscription.text("sink")),
          Cell.of(to(subscription)));
    }
    shell.out().print(columns);
  }

  private static Cell state(String word) {
    return switch (word) {
      case "running" -> Cell.of(word, Paint.Ink.GOOD);
      case "disabled" -> Cell.of(word, Paint.Ink.BAD);
      default -> Cell.of(word, Paint.Ink.WARN);
    };
  }

  private static Cell number(JsonValue status, String key, Paint.Ink ink) {
    long number = Answer.number(status, key);
    String text = Text.grouped(number);
    return number == 0 ? Cell.of(text) : Cell.of(text, ink);
  }

  /** What a destination is known by: its URL, or its file. */
  private static String to(JsonValue subscription) {
    return subscription
        .get("settings")
        .map(settings -> settings.text("url") + settings.text("path"))
        .orElse("");
  }
}
