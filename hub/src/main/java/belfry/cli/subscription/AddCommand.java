package belfry.cli.subscription;

import belfry.cli.shell.Answer;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    header = "Add a subscription",
    description = {
      "",
      "Makes a subscription: from its start on, each event that its filter lets pass is delivered",
      "to its destination, in order, again and again until it is taken or given up. The hub checks",
      "everything before it says yes. A whole document comes by --from; options win over it.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry subscription add all --sink file --set path=all.ndjson",
      "  belfry subscription add ops --sink webhook --set url=https://ops.example.com/belfry \\",
      "      --filter 'event_level >= WARN' --start 1d",
      "  belfry subscription add ops2 --from ops.yaml",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class AddCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "NAME", description = "1 to 63 of A-Z a-z 0-9 . _ -, not first a dot.")
  String name = "";

  @Option(
      names = "--sink",
      paramLabel = "KIND",
      description = "Kind of destination: webhook, file, log, stdout or noop.")
  @Nullable String sink;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = {
        "cloudevents, lxd, gluster, oslo, cloudru or native",
        "(default: cloudevents)."
      })
  @Nullable String format;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "A document in YAML or JSON; - for standard input.")
  @Nullable Path from;

  @Mixin DocumentOptions document = new DocumentOptions();

  @Mixin HubOptions hub = new HubOptions();

  AddCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    var draft = from == null ? new Draft() : Draft.of(DocumentText.read(shell, from));
    draft.remove("status").put(Draft.text(name), "name");
    if (sink != null) {
      draft.put(Draft.text(sink), "sink");
    }
    if (format != null) {
      draft.put(Draft.text(Answer.dialect(format)), "format");
    }
    document.addTo(draft, shell);
    try (HubClient client = hub.client(shell)) {
      new Subscriptions(client).create(draft.json());
      shell.out().println("added " + name);
      return Exit.DONE;
    }
  }
}
