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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "redeliver",
    header = "Deliver dead letters again",
    description = {
      "",
      "Tries dead letters once more: some by id, those that match, those parked since a time, or",
      "all. What is delivered is a dead letter no more. Says first how many they are; at a",
      "terminal it asks before it goes on.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry subscription redeliver ops --since 1d",
      "  belfry subscription redeliver ops --filter 'system = gluster' --dry-run",
      "  belfry subscription redeliver ops --all --yes",
      "",
      "Exit status: 0 done, 1 some failed or not wanted, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class RedeliverCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "NAME", description = "Of the subscription.")
  String name = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ID",
      description = "As `belfry subscription dead-letters` prints them.")
  List<String> ids = List.of();

  @Option(names = "--filter", paramLabel = "FILTER", description = "Those whose event matches.")
  @Nullable String filter;

  @Option(names = "--since", paramLabel = "TIME", description = "Those parked since then: 1h, 2d.")
  @Nullable String since;

  @Option(names = "--all", description = "All.")
  boolean all;

  @Option(names = "--dry-run", description = "Only says how many they are.")
  boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "Does not ask.")
  boolean yes;

  @Mixin HubOptions hub = new HubOptions();

  RedeliverCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    Draft which = which();
    try (HubClient client = hub.client(shell)) {
      var subscriptions = new Subscriptions(client);
      JsonValue found =
          subscriptions.act(name, "redeliver", which.put(Draft.flag(true), "dry_run"));
      long count = Answer.number(found, "count");
      shell.out().println(Text.counted(count, "dead letter"));
      if (dryRun || count == 0) {
        return Exit.DONE;
      }
      if (!yes && !Consent.given(shell, "Deliver again?")) {
        return Exit.FAILED;
      }
      JsonValue done = subscriptions.act(name, "redeliver", which.remove("dry_run"));
      long failed = Answer.number(done, "failed");
      String delivered = Text.grouped(Answer.number(done, "delivered"));
      shell.out().println(delivered + " delivered, " + Text.grouped(failed) + " failed");
      return failed == 0 ? Exit.DONE : Exit.FAILED;
    }
  }

  private Draft which() throws Failure {
    if (Stream.of(!ids.isEmpty(), filter != null, since != null, all).filter(a -> a).count() != 1) {
      throw Failure.usage(
          "which dead letters? (expected: one of ids, --filter, --since and --all)");
    }
    var which = new Draft();
    if (!ids.isEmpty()) {
      which.put(Draft.texts(ids), "ids");
    }
    if (filter != null || all) {
      which.put(Draft.text(filter == null ? "" : filter), "filter");
    }
    if (since != null) {
      which.put(Draft.text(Times.instant("--since", since, shell).toString()), "since");
    }
    return which;
  }
}
