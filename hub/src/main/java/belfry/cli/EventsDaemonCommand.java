package belfry.cli;

import belfry.cli.shell.Failure;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.settings.Setting;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = EventsDaemonCommand.NAME,
    header = "Run the hub in the place of Gluster's daemon for events",
    description = {
      "",
      "Runs the hub as serve does, with gluster.node: it takes the datagrams of glusterd, bricks",
      "and clients, delivers to the webhooks of webhooks.json, holds the pid file where Gluster's",
      "own programs look for it, and reads its files again at SIGUSR2. Other settings come from",
      "where those of serve come from.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry glustereventsd                   as the init system of a node does",
      "  belfry glustereventsd -p /run/events.pid",
      "",
      "Exit status: 0 stopped in good order, 1 could not start (another daemon runs), 2 wrong",
      "settings."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class EventsDaemonCommand implements Callable<Integer> {
  static final String NAME = "glustereventsd";

  private final Shell shell;
  private final HubStart hubStart;

  @Option(
      names = {"-p", "--pid-file"},
      paramLabel = "PID_FILE",
      description = "PID file (default: /var/run/glustereventsd.pid).")
  @Nullable String pidFile;

  EventsDaemonCommand(Shell shell, HubStart hubStart) {
    this.shell = shell;
    this.hubStart = hubStart;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    var serve = new ServeCommand(shell, hubStart);
    serve.more.put(Setting.GLUSTER_NODE.key(), "true");
    if (pidFile != null) {
      serve.more.put(Setting.GLUSTER_PID_FILE.key(), pidFile);
    }
    return serve.call();
  }
}
