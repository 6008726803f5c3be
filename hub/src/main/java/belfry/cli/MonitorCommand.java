package belfry.cli;

import belfry.cli.print.EventPrinter;
import belfry.cli.print.LxcPretty;
import belfry.cli.print.LxcYaml;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Times;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.event.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "monitor",
    header = "Print events as they happen",
    description = {
      "",
      "Prints each event until interrupted, in the forms of `lxc monitor`. Events of other systems",
      "are shown as lifecycle events; --dialect shows all of them in another dialect, one JSON",
      "object per line. With --cursor it starts after that cursor and misses nothing, with --since",
      "it starts in the past, otherwise now. When the hub restarts it goes on where it was. The",
      "last cursor is printed to standard error on exit, to resume with.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry monitor --pretty                              watch everything",
      "  belfry monitor --type lifecycle --format json        as a script for LXD would",
      "  belfry monitor --filter 'event_level >= WARN' --dialect cloudru | jq .eventType",
      "",
      "Exit status: 0 interrupted, 1 the hub refused, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class MonitorCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Only this type: lifecycle, operation, logging, ovn, security. Repeatable.")
  List<String> types = List.of();

  @Option(names = "--pretty", description = "Short for --format pretty.")
  boolean pretty;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "json, yaml or pretty (default: yaml; with --dialect: json, one line each).")
  @Nullable String format;

  @Option(
      names = "--loglevel",
      paramLabel = "LEVEL",
      description = "With pretty: nothing below debug, info, warning, error …")
  @Nullable String loglevel;

  @Option(names = "--project", paramLabel = "PROJECT", description = "Default: default.")
  @Nullable String project;

  @Option(names = "--all-projects", description = "Events of all projects that you may see.")
  boolean allProjects;

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description = "Only what matches, e.g. 'system = \"gluster\"'.")
  @Nullable String filter;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "First what was recorded since then: 15m, 1h, 2d, 2026-11-20T09:30.")
  @Nullable String since;

  @Option(names = "--cursor", paramLabel = "CURSOR", description = "First all that came after it.")
  @Nullable String cursor;

  @Option(
      names = "--dialect",
      paramLabel = "DIALECT",
      description = "lxd, gluster, oslo, cloudru, cloudevents or native (default: lxd).")
  String dialect = "lxd";

  @Mixin HubOptions hub = new HubOptions();

  MonitorCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    EventPrinter printer = printer();
    if (since != null && cursor != null) {
      throw Failure.usage("--since and --cursor (expected: one of them)");
    }
    var wanted =
        new Listening.Wanted(
            dialect,
            Optional.ofNullable(project),
            allProjects,
            Optional.ofNullable(filter),
            since == null ? Optional.empty() : Optional.of(Times.instant("--since", since, shell)));
    try (HubClient client = hub.client(shell)) {
      var listening = new Listening(shell, client, wanted, Set.copyOf(types), printer);
      return listening.run(Optional.ofNullable(cursor));
    }
  }

  private EventPrinter printer() throws Failure {
    boolean lxd = dialect.equals("lxd");
    String name = pretty ? "pretty" : Optional.ofNullable(format).orElse(lxd ? "yaml" : "json");
    if (loglevel != null && !name.equals("pretty")) {
      throw Failure.usage("Log level filtering can only be used with pretty formatting");
    }
    if (!types.isEmpty() && !lxd) {
      throw Failure.usage("--type with --dialect " + dialect + " (expected: lxd; or use --filter)");
    }
    return switch (name) {
      case "json" -> lxd ? EventPrinter.json() : EventPrinter.lines();
      case "yaml" -> new LxcYaml();
      case "pretty" -> pretty(lxd);
      default ->
          throw Failure.usage("Invalid format: " + name + " (expected: json, yaml or pretty)");
    };
  }

  private EventPrinter pretty(boolean lxd) throws Failure {
    if (!lxd) {
      throw Failure.usage(
          "--pretty with --dialect " + dialect + " (expected: lxd, which it shows)");
    }
    Optional<Severity> least = Severity.parse(Optional.ofNullable(loglevel).orElse("debug"));
    if (least.isEmpty()) {
      throw Failure.usage(
          "--loglevel "
              + loglevel
              + " (expected: trace, debug, info, warning, error, fatal or panic)");
    }
    boolean coloured = shell.paint() == belfry.cli.print.Paint.ON;
    return new LxcPretty(least.get(), coloured, shell.zone());
  }
}
