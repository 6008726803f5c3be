package belfry.cli.subscription;

import belfry.cli.print.Columns;
import belfry.cli.print.Paint;
import belfry.cli.shell.Answer;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.Form;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.format.json.JsonValue;

/** A test event, and what became of it. */
final class Trial {
  private final Shell shell;
  private final Form form;

  Trial(Shell shell, Form form) {
    this.shell = shell;
    this.form = form;
  }

  /**
   * @return the exit code
   */
  int run(Subscriptions subscriptions, String name) throws Failure {
    JsonValue outcome = subscriptions.act(name, "test", new Draft());
    String result = outcome.text("result");
    boolean delivered = result.equals("delivered");
    switch (form) {
      case json -> shell.out().println(outcome);
      case table -> {
        Paint.Ink ink = delivered ? Paint.Ink.GOOD : Paint.Ink.BAD;
        String reason = outcome.text("reason");
        shell
            .out()
            .println(
                name
                    + ": "
                    + shell.paint().ink(ink, result)
                    + " in "
                    + Text.grouped(Answer.number(outcome, "took_ms"))
                    + " ms"
                    + (reason.isEmpty() ? "" : ": " + Columns.visible(reason)));
      }
    }
    return delivered ? Exit.DONE : Exit.FAILED;
  }
}
