package belfry.cli;

import belfry.cli.gluster.EventsApi;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.Group;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.source.SourceGroup;
import belfry.cli.subscription.SubscriptionGroup;
import belfry.cli.subscription.WebhookGroup;
import belfry.cli.trust.TrustGroup;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: what commands there are, and how each of them may end. */
public final class Cli {
  private static final int HELP_COLUMNS = 96;

  private final Shell shell;
  private final HubStart hubStart;

  /**
   * @param hubStart how {@code serve} gets a hub
   */
  public Cli(Shell shell, HubStart hubStart) {
    this.shell = shell;
    this.hubStart = hubStart;
  }

  /** Runs one command line and returns its exit code; see {@link Exit}. */
  public int run(String... args) {
    List<String> words = List.of(args);
    int exit =
        !words.isEmpty() && words.getFirst().equals(EventsApi.NAME)
            ? EventsApiCommand.run(shell, words.subList(1, words.size()))
            : commandLine(words).execute(args);
    shell.out().flush();
    shell.err().flush();
    return exit;
  }

  /** All commands with their options, for reference and completion. */
  CommandLine commandLine() {
    var root = new CommandLine(new Root());
    commands().forEach(command -> addAll(root, command));
    return ready(root);
  }

  private static void addAll(CommandLine to, Object command) {
    var line = new CommandLine(command);
    to.addSubcommand(line);
    if (command instanceof Group group) {
      group.commands().forEach(inner -> addAll(line, inner));
    }
  }

  /**
   * As much of them as one line of words needs: the command that is named, or all of a group whose
   * next word names none. Looking at each is what takes picocli its time.
   */
  private CommandLine commandLine(List<String> words) {
    var root = new CommandLine(new Root());
    add(root, commands(), words);
    return ready(root);
  }

  private static void add(CommandLine to, List<Object> commands, List<String> words) {
    String word = words.isEmpty() ? "" : words.getFirst();
    var named = commands.stream().filter(command -> Group.name(command).equals(word)).findAny();
    if (named.isEmpty()) {
      commands.forEach(to::addSubcommand);
      return;
    }
    var line = new CommandLine(named.get());
    to.addSubcommand(line);
    if (named.get() instanceof Group group) {
      add(line, group.commands(), words.subList(1, words.size()));
    }
  }

  private List<Object> commands() {
    return List.of(
        new ServeCommand(shell, hubStart),
        new EmitCommand(shell),
        new MonitorCommand(shell),
        new SearchCommand(shell),
        new TypesCommand(shell),
        new StatusCommand(shell),
        new SubscriptionGroup(shell),
        new WebhookGroup(shell),
        new SourceGroup(shell),
        new TrustGroup(shell),
        new EventsApiCommand(shell),
        new EventsDaemonCommand(shell, hubStart),
        new CompletionCommand(shell, this::commandLine),
        new VersionCommand(shell),
        new TrainCommand(shell, hubStart));
  }

  private CommandLine ready(CommandLine root) {
    Ansi ansi = shell.paint() == belfry.cli.print.Paint.ON ? Ansi.ON : Ansi.OFF;
    root.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    root.setUsageHelpWidth(HELP_COLUMNS);
    root.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
    root.setParameterExceptionHandler((e, args) -> wrongArguments(e));
    root.setExecutionExceptionHandler((e, line, result) -> failed(e));
    root.setCaseInsensitiveEnumValuesAllowed(true);
    return root;
  }

  private int wrongArguments(ParameterException e) {
    CommandLine at = e.getCommandLine();
    shell.err().println("belfry: " + e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, at.getErr())) {
      shell.err().println("        see `" + at.getCommandSpec().qualifiedName() + " --help`");
    }
    return Exit.USAGE;
  }

  private int failed(Exception e) throws Exception {
    if (e instanceof Failure failure) {
      shell.err().println("belfry: " + failure.getMessage());
      return failure.exit();
    }
    throw e;
  }

  @Command(
      name = "belfry",
      synopsisSubcommandLabel = "COMMAND",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      header = "The event and audit hub for infrastructure",
      description = {
        "",
        "Takes in the events of LXD, Gluster, OpenStack, Cloud.ru and CloudEvents, keeps them, and",
        "gives them back live and by search, in any of these dialects."
      },
      optionListHeading = "%nOptions:%n",
      commandListHeading = "%nCommands:%n",
      footer = {
        "",
        "First steps:",
        "  belfry serve --demo                             a hub with recorded events that play",
        "  belfry monitor --pretty                         in a second shell: watch them",
        "  belfry search 'event_level >= WARN' --since 1h  what went wrong in the last hour",
        "",
        "`belfry COMMAND --help` explains a command.",
        "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
      })
  private static final class Root implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Override
    public Integer call() {
      throw new ParameterException(
          spec.commandLine(),
          "no command given (expected: one of serve, emit, monitor, search, types, status,"
              + " subscription, webhook, source, trust, gluster-eventsapi, completion, version)");
    }
  }
}
