package belfry.cli;

import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Times;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "search",
    header = "Find events that were kept",
    description = {
      "",
      "Prints the events that match, the newest first, and ends. What was accepted is found at",
      "once. Without a filter every event matches. All arguments together are the filter, so that",
      "it needs no second pair of quotes. When there is more, the command for the next page is",
      "printed to standard error.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry search 'event_level >= WARN' --since 1h",
      "  belfry search 'system = \"gluster\" AND type : \"BRICK\"' --format cloudevents | jq .type",
      "  belfry search --histogram severity --since 1d       how much of what, over time",
      "",
      "Exit status: 0 done, also when nothing matched; 1 failed, 2 wrong arguments, 3 hub not",
      "reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class SearchCommand implements Callable<Integer> {
  /** Events on one page of a table, when nobody says otherwise. */
  private static final int DEFAULT_LIMIT = 50;

  private final Shell shell;

  @Parameters(
      paramLabel = "FILTER",
      arity = "0..*",
      description = "An expression, e.g. 'event_level >= WARN AND project = \"p1\"'.")
  List<String> filter = List.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Recorded at or after: 15m, 1h, 2d, 2026-11-20, 2026-11-20T09:30.")
  @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Recorded before.")
  @Nullable String until;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many events (default: ${DEFAULT-VALUE}).")
  int limit = DEFAULT_LIMIT;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      description = "newest or oldest first (default: newest).")
  Order order = Order.newest;

  @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on behind an earlier page.")
  @Nullable String cursor;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = {
        "table; json: one array of native events; or one event per line in native, lxd, gluster,",
        "oslo, cloudru or cloudevents (default: table)."
      })
  String format = "table";

  @Option(
      names = "--histogram",
      paramLabel = "FIELD",
      arity = "0..1",
      fallbackValue = "",
      description = "Counts over time as bars, by the values of FIELD if given, instead of events.")
  @Nullable String histogram;

  @Option(names = "--project", paramLabel = "PROJECT", description = "Default: all you may see.")
  @Nullable String project;

  @Mixin HubOptions hub = new HubOptions();

  /** Named as they are typed. */
  enum Order {
    newest,
    oldest
  }

  SearchCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    if (limit < 1) {
      throw Failure.usage("--limit " + limit + " (expected: 1 or more)");
    }
    var question =
        new Question(
            String.join(" ", filter),
            time("--since", since),
            time("--until", until),
            order == Order.newest,
            Optional.ofNullable(project));
    try (HubClient client = hub.client(shell)) {
      if (histogram != null) {
        new HistogramView(shell, client).show(question, histogram);
      } else {
        new SearchView(shell, client, question, format).show(limit, Optional.ofNullable(cursor));
      }
      return Exit.DONE;
    }
  }

  private Optional<Instant> time(String option, @Nullable String text) throws Failure {
    return text == null ? Optional.empty() : Optional.of(Times.instant(option, text, shell));
  }

  /**
   * What is asked.
   *
   * @param filter empty for everything
   */
  record Question(
      String filter,
      Optional<Instant> since,
      Optional<Instant> until,
      boolean newestFirst,
      Optional<String> project) {

    /** As parameters of the API. */
    void addTo(belfry.cli.wire.Request.Target target) {
      target
          .add("filter", Optional.of(filter).filter(text -> !text.isBlank()))
          .add("since", since.map(Instant::toString))
          .add("until", until.map(Instant::toString))
          .add("project", project);
    }
  }
}
