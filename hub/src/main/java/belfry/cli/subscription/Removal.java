package belfry.cli.subscription;

import belfry.cli.shell.Answer;
import belfry.cli.shell.Consent;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.format.json.JsonValue;
import java.util.List;

/** Takes subscriptions away, each after a question of its own. */
final class Removal {
  private final Shell shell;
  private final Subscriptions subscriptions;

  Removal(Shell shell, Subscriptions subscriptions) {
    this.shell = shell;
    this.subscriptions = subscriptions;
  }

  /**
   * @param yes whether nobody is to be asked
   * @return the exit code
   */
  int remove(List<String> names, boolean yes) throws Failure {
    int exit = Exit.DONE;
    for (String name : names) {
      if (yes || Consent.given(shell, question(name))) {
        subscriptions.remove(name);
        shell.out().println("removed " + name);
      } else {
        shell.err().println("kept " + name);
        exit = Exit.FAILED;
      }
    }
    return exit;
  }

  private String question(String name) throws Failure {
    JsonValue document = subscriptions.get(name).document();
    JsonValue status = document.get("status").orElse(document);
    long waiting = Answer.number(status, "deferred");
    long dead = Answer.number(status, "dead_letters");
    String lost =
        waiting + dead == 0
            ? ""
            : " (with %d deferred, %s)".formatted(waiting, Text.counted(dead, "dead letter"));
    return "Remove " + name + lost + "?";
  }
}
