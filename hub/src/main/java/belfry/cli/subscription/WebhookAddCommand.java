package belfry.cli.subscription;

import belfry.cli.shell.Answer;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.event.Payload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    header = "Add a webhook",
    description = {
      "",
      "Makes a subscription whose destination is a URL; what the hub sends there is signed if a",
      "secret is given. Without a name it is called after the URL. Everything else is as in",
      "`belfry subscription add`.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry webhook add https://ops.example.com/belfry --filter 'event_level >= WARN'",
      "  echo \"whsec_$(openssl rand -base64 24)\" > secret",
      "  belfry webhook add https://ops.example.com/belfry --secret-file secret",
      "  belfry webhook add http://127.0.0.1:9000/listen --allow-address --format glustereventsd",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class WebhookAddCommand implements Callable<Integer> {
  private final Shell shell;

  /** Requests of the webhook sink that are more than a dialect. */
  private static final Set<String> BODIES =
      Set.of("cloudevents-binary", "cloudevents-batch", "glustereventsd", "template");

  @Parameters(paramLabel = "URL", description = "Where to deliver: http or https.")
  String url = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What to call it (default: after host and path of the URL).")
  @Nullable String name;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = {
        "cloudevents, lxd, gluster, oslo, cloudru or native; or a whole",
        "request: cloudevents-binary, cloudevents-batch or glustereventsd",
        "(default: cloudevents)."
      })
  @Nullable String format;

  @Option(
      names = "--secret",
      paramLabel = "VALUE",
      description = "Signs with it. It shows in the list of processes. Repeatable.")
  List<String> secrets = new ArrayList<>();

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "Holds secrets, one on each line.")
  @Nullable Path secretFile;

  @Option(
      names = "--signature",
      paramLabel = "KIND",
      description = "standard, github or stripe (default: standard, with whsec_ secrets).")
  @Nullable Signature signature;

  @Option(
      names = "--header",
      paramLabel = "NAME:VALUE",
      description = "One more header of each request. Repeatable.")
  List<String> headers = List.of();

  @Mixin DocumentOptions document = new DocumentOptions();

  /** Named as they are typed. */
  enum Signature {
    standard,
    github,
    stripe
  }

  @Mixin HubOptions hub = new HubOptions();

  WebhookAddCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    String called = name == null ? WebhookName.of(url) : name;
    var draft = new Draft().put(Draft.text(called), "name").put(Draft.text("webhook"), "sink");
    draft.put(Draft.text(url), "settings", "url");
    if (format != null) {
      boolean whole = BODIES.contains(format);
      String[] place = whole ? new String[] {"settings", "body"} : new String[] {"format"};
      draft.put(Draft.text(whole ? format : Answer.dialect(format)), place);
    }
    addHeaders(draft);
    addSignature(draft);
    document.addTo(draft, shell);
    try (HubClient client = hub.client(shell)) {
      new Subscriptions(client).create(draft.json());
      shell.out().println("added " + called);
      return Exit.DONE;
    }
  }

  private void addHeaders(Draft draft) throws Failure {
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw Failure.usage("--header " + header + " (expected: NAME:VALUE)");
      }
      Payload value = Draft.text(header.substring(colon + 1).strip());
      draft.put(value, "settings", "headers", header.substring(0, colon).strip());
    }
  }

  private void addSignature(Draft draft) throws Failure {
    var all = new ArrayList<>(secrets);
    if (secretFile != null) {
      DocumentText.text(shell, secretFile)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .forEach(all::add);
    }
    if (!all.isEmpty()) {
      Signature kind = signature == null ? Signature.standard : signature;
      draft.put(Draft.text(kind.name()), "settings", "signing", "type");
      draft.put(Draft.texts(all), "settings", "signing", "secrets");
    } else if (signature != null) {
      throw Failure.usage("--signature " + signature + " (expected: with a --secret-file)");
    }
  }
}
