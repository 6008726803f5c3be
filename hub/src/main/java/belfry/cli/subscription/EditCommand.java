package belfry.cli.subscription;

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
    name = "edit",
    header = "Change a subscription",
    description = {
      "",
      "Opens its document as YAML in VISUAL, EDITOR or vi, and puts what was saved in its place:",
      "it goes on where it stood, nothing is lost. A masked secret stays what it is. Without a",
      "terminal the document is read from standard input; --from reads it from a file. If somebody",
      "else changed it meanwhile, nothing happens.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry subscription edit ops",
      "  belfry subscription edit ops --from ops.yaml",
      "  belfry subscription show ops | sed s/WARN/ERROR/ | belfry subscription edit ops",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class EditCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "NAME", description = "Of the subscription.")
  String name = "";

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "The document in YAML or JSON; - for standard input.")
  @Nullable Path from;

  @Mixin HubOptions hub = new HubOptions();

  EditCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    try (HubClient client = hub.client(shell)) {
      var subscriptions = new Subscriptions(client);
      Subscriptions.Known known = subscriptions.get(name);
      if (from == null && shell.terminal().in()) {
        return typed(subscriptions, known);
      }
      Draft draft = Draft.of(DocumentText.read(shell, from == null ? Path.of("-") : from));
      put(subscriptions, known, draft);
      return Exit.DONE;
    }
  }

  private int typed(Subscriptions subscriptions, Subscriptions.Known known) throws Failure {
    String before = DocumentText.of(known.document(), "status");
    try (var editor = new Editor(shell, name)) {
      String after = editor.edited(before);
      if (after.equals(before)) {
        shell.err().println("nothing changed");
        return Exit.DONE;
      }
      try {
        put(subscriptions, known, Draft.of(DocumentText.parse(name, after)));
      } catch (Failure refused) {
        throw refused.with(
            "what you wrote is kept: belfry subscription edit "
                + name
                + " --from "
                + editor.keep());
      }
      return Exit.DONE;
    }
  }

  private void put(Subscriptions subscriptions, Subscriptions.Known known, Draft draft)
      throws Failure {
    subscriptions.replace(name, draft.remove("status").json(), known.tag());
    shell.out().println("changed " + name);
  }
}
