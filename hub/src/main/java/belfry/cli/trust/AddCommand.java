package belfry.cli.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import belfry.cli.shell.Answer;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.event.Payload;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    header = "Trust a client, or make a token for one",
    description = {
      "",
      "With the file of a certificate, trusts whoever has its key. Without one, prints a token for",
      "`lxc remote add`: with it one client makes itself trusted, once, within the time that the",
      "setting core.remote_token_expiry gives. A client that is not restricted administrates the",
      "hub.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry trust add --name ann",
      "  belfry trust add --name ci --projects build,test",
      "  belfry trust add ~/.config/lxc/client.crt --name bob",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class AddCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A certificate in PEM. Without one, a token is made.")
  @Nullable Path file;

  @Option(names = "--name", paramLabel = "NAME", description = "What to call the client.")
  String name = "";

  @Option(
      names = "--projects",
      paramLabel = "NAMES",
      split = ",",
      description = "Restricts it to sending and reading events of these projects.")
  List<String> projects = List.of();

  @Option(names = "--restricted", description = "Restricts it; without --projects, to none.")
  boolean restricted;

  @Mixin HubOptions hub = new HubOptions();

  AddCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure {
    if (file == null && name.isEmpty()) {
      throw Failure.usage("--name: absent (expected: what to call the client of the token)");
    }
    Payload request = request();
    try (HubClient client = hub.client(shell)) {
      Reply reply = HubOptions.ask(client, Request.json("POST", TrustGroup.PATH, request));
      if (file == null) {
        shell.out().println(token(Answer.metadata(reply)));
        shell.err().println("for one `lxc remote add NAME TOKEN`; it is not shown again");
      } else {
        String location = reply.header("location").orElse("");
        shell.out().println("added " + location.substring(location.lastIndexOf('/') + 1));
      }
      return Exit.DONE;
    }
  }

  private Payload request() throws Failure {
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    json.member("name", name).member("type", "client");
    json.member("restricted", restricted || !projects.isEmpty());
    json.key("projects").beginArray();
    projects.forEach(json::string);
    json.endArray();
    json.member("certificate", file == null ? "" : certificate(file));
    return json.member("token", file == null).endObject().payload();
  }

  private static String certificate(Path file) throws Failure {
    try {
      return Files.readString(file, US_ASCII);
    } catch (IOException e) {
      throw Failure.usage(file + ": " + Text.reason(e));
    }
  }

  /** What {@code lxc config trust add} makes of the operation. */
  private static String token(JsonValue operation) throws Failure {
    JsonValue made =
        operation
            .get("metadata")
            .orElseThrow(() -> Failure.failed("the hub's answer has no token"));
    var json = new JsonWriter(JsonWriter.Style.COMPACT).beginObject();
    json.member("client_name", made.at("request.name").map(JsonValue::text).orElse(""));
    json.member("fingerprint", made.text("fingerprint"));
    made.get("addresses").ifPresent(addresses -> json.member("addresses", addresses));
    json.member("secret", made.text("secret"));
    String until = made.text("expiresAt");
    json.member("expires_at", until.isEmpty() ? "0001-01-01T00:00:00Z" : until);
    return Base64.getEncoder().encodeToString(json.endObject().payload().toBytes());
  }
}
