package belfry.cli.subscription;

import belfry.cli.shell.Answer;
import belfry.cli.shell.Consent;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.cli.shell.Times;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.format.json.JsonValue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    header = "Deliver a range of the journal again",
    description = {
      "",
      "Sends the events of a range to the destination once more, beside the line and no faster",
      "than --per-second; the position of the subscription stays. Says first how many match; at a",
      "terminal it asks before it goes on. --list shows what is under way, --cancel ends it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry subscription replay ops --since 2d --until 1d --per-second 50",
      "  belfry subscription replay ops --list",
      "  belfry subscription replay ops --cancel r1",
      "",
      "Exit status: 0 done, 1 failed or not wanted, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class ReplayCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "NAME", description = "Of the subscription.")
  String name = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Recorded at or after: 1h, 2d, 2026-11-20T09:30 (default: the beginning).")
  @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Recorded before (default: now).")
  @Nullable String until;

  @Option(names = "--filter", paramLabel = "FILTER", description = "Only what matches this too.")
  @Nullable String filter;

  @Option(names = "--per-second", paramLabel = "N", description = "Events a second at most.")
  @Nullable Integer perSecond;

  @Option(names = "--dry-run", description = "Only says how many match.")
  boolean dryRun;

  @Option(names = "--list", description = "Prints the replays, one object per line.")
  boolean list;

  @Option(names = "--cancel", paramLabel = "ID", description = "Ends a replay.")
  @Nullable String cancel;

  @Option(
      names = {"-y", "--yes"},
      description = "Does not ask.")
  boolean yes;

  @Mixin HubOptions hub = new HubOptions();

  ReplayCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      var subscriptions = new Subscriptions(client);
      if (list) {
        subscriptions.look(name, "replays").elements().forEach(shell.out()::println);
        return Exit.DONE;
      }
      if (cancel != null) {
        subscriptions.cancelReplay(name, cancel);
        shell.out().println("cancelled " + cancel);
        return Exit.DONE;
      }
      return replay(subscriptions);
    }
  }

  private int replay(Subscriptions subscriptions) throws Failure {
    Draft range = range();
    JsonValue found = subscriptions.act(name, "replay", range.put(Draft.flag(true), "dry_run"));
    long count = Answer.number(found, "count");
    shell.out().println(Text.counted(count, "event"));
    if (dryRun || count == 0) {
      return Exit.DONE;
    }
    if (!yes && !Consent.given(shell, "Deliver them again?")) {
      return Exit.FAILED;
    }
    JsonValue begun = subscriptions.act(name, "replay", range.remove("dry_run"));
    shell.out().println("replaying as " + begun.text("id"));
    return Exit.DONE;
  }

  private Draft range() throws Failure {
    var range = new Draft();
    if (since != null) {
      range.put(Draft.text(Times.instant("--since", since, shell).toString()), "from");
    }
    if (until != null) {
      range.put(Draft.text(Times.instant("--until", until, shell).toString()), "until");
    }
    if (filter != null) {
      range.put(Draft.text(filter), "filter");
    }
    if (perSecond != null) {
      range.put(Draft.number(perSecond), "per_second");
    }
    return range;
  }
}
