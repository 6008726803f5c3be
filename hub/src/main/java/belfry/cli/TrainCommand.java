package belfry.cli;

import belfry.cli.demo.Demo;
import belfry.cli.demo.DemoFailed;
import belfry.cli.print.EventPrinter;
import belfry.cli.print.LxcPretty;
import belfry.cli.print.LxcYaml;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Shell;
import belfry.cli.wire.HubAddress;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Request;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.settings.Setting;
import belfry.settings.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Walks through what the program does, for the runs that the launcher makes its ahead-of-time
 * caches from: what is not used here starts slowly there. One run is for short commands, another,
 * with a directory, for the hub.
 */
@Command(name = "train", hidden = true, description = "For the launcher.")
final class TrainCommand implements Callable<Integer> {
  private static final Payload EVENT =
      Payload.of(
          """
          {"type":"lifecycle","timestamp":"2026-01-01T00:00:00Z","location":"none",\
          "metadata":{"action":"instance-created","source":"/1.0/instances/c1",\
          "requestor":{"username":"root","protocol":"unix","address":"@"}}}""");

  private static final List<String> ASKED =
      List.of(
          "/1.0",
          "/1.0/journal/events?limit=100&filter=event_level%20%3E%3D%20WARN",
          "/1.0/journal/events?limit=100&filter=volume&format=cloudru",
          "/1.0/journal/histogram?field=type&step=1m&since=1h",
          "/metrics");

  private final Shell shell;
  private final HubStart hubStart;

  @Option(names = "--hub", paramLabel = "DIR", description = "Runs a hub there, with the demo.")
  @Nullable Path hub;

  TrainCommand(Shell shell, HubStart hubStart) {
    this.shell = shell;
    this.hubStart = hubStart;
  }

  @Override
  public Integer call() throws Malformed, IOException, DemoFailed {
    return hub == null ? commands() : hub(hub.toAbsolutePath());
  }

  /** A hub takes the demo's events and is asked for them, as after any start. */
  private int hub(Path home) throws IOException, DemoFailed {
    Settings settings =
        Settings.load(
            home,
            new Settings.Sources(
                Optional.empty(), Map.of(), Map.of(Setting.HTTP_ADDRESS.key(), "none")));
    try (HubStart.Running running = hubStart.start(settings)) {
      HubAddress address = HubAddress.parse(running.addresses().getFirst());
      try (var client = new HubClient(address, Optional.empty(), "belfry-train")) {
        new Demo(client, shell.clock(), RandomGenerator.getDefault()).burst();
        for (String path : ASKED) {
          client.send(Request.get(path));
        }
      }
    }
    return Exit.DONE;
  }

  private int commands() throws Malformed {
    var nowhere = new PrintStream(OutputStream.nullOutputStream());
    var silent =
        new Shell(
            shell.in(),
            nowhere,
            nowhere,
            shell.env(),
            new Shell.Terminal(false, true, true, Shell.Terminal.DEFAULT_COLUMNS),
            shell.clock(),
            shell.zone(),
            shell.interrupts(),
            shell.hangups());
    var cli = new Cli(silent, hubStart);
    help(cli, cli.commandLine());
    cli.run("--help");
    cli.run("version");
    cli.run("status", "--hub", "unix:/nonexistent/belfry.socket");
    JsonValue event = Json.parse(EVENT);
    for (EventPrinter printer :
        List.of(
            EventPrinter.json(),
            new LxcYaml(),
            new LxcPretty(Severity.INFO, true, ZoneOffset.UTC))) {
      printer.print(event).ifPresent(nowhere::print);
    }
    return Exit.DONE;
  }

  private static void help(Cli cli, CommandLine of) {
    for (CommandLine command : of.getSubcommands().values()) {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        String name = command.getCommandSpec().qualifiedName();
        cli.run((name.substring(name.indexOf(' ') + 1) + " --help").split(" "));
        help(cli, command);
      }
    }
  }
}
