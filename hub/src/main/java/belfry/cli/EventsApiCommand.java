package belfry.cli;

import belfry.cli.gluster.EventsApi;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Places;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.cli.shell.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Lists {@link EventsApi} among the commands. Its arguments are read by itself, before picocli sees
 * them: it has the rules and the words of the program that it stands in for.
 */
@Command(name = EventsApi.NAME, header = "Manage webhooks and settings as Gluster's own program")
final class EventsApiCommand implements Callable<Integer> {
  private final Shell shell;

  @Unmatched List<String> arguments = new ArrayList<>();

  EventsApiCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return run(shell, arguments);
  }

  static int run(Shell shell, List<String> arguments) {
    String agent = "belfry/" + Version.current();
    try {
      return EventsApi.of(
              shell.env(),
              new Places(shell).settings(),
              shell.clock(),
              agent,
              shell.out(),
              shell.err())
          .run(arguments);
    } catch (IOException | IllegalArgumentException e) {
      shell.err().println(EventsApi.NAME + ": settings: " + Text.reason(e));
      return Exit.FAILED;
    }
  }
}
