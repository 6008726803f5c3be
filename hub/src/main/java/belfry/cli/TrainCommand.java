package belfry.cli;

import belfry.cli.print.EventPrinter;
import belfry.cli.print.LxcPretty;
import belfry.cli.print.LxcYaml;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Walks through what short commands do, for the run that the launcher makes its ahead-of-time cache
 * from: what is not used here starts slowly there.
 */
@Command(name = "train", hidden = true, description = "For the launcher.")
final class TrainCommand implements Callable<Integer> {
  private static final Payload EVENT =
      Payload.of(
          """
          {"type":"lifecycle","timestamp":"2026-01-01T00:00:00Z","location":"none",\
          "metadata":{"action":"instance-created","source":"/1.0/instances/c1",\
          "requestor":{"username":"root","protocol":"unix","address":"@"}}}""");

  private final Shell shell;
  private final HubStart hubStart;

  TrainCommand(Shell shell, HubStart hubStart) {
    this.shell = shell;
    this.hubStart = hubStart;
  }

  @Override
  public Integer call() throws Malformed {
    var nowhere = new PrintStream(OutputStream.nullOutputStream());
    var silent =
        new Shell(
            shell.in(),
            nowhere,
            nowhere,
            shell.env(),
            new Shell.Terminal(true, true, Shell.Terminal.DEFAULT_COLUMNS),
            shell.clock(),
            shell.zone(),
            shell.interrupts(),
            shell.hangups());
    var cli = new Cli(silent, hubStart);
    for (CommandLine command : cli.commandLine().getSubcommands().values()) {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        cli.run(command.getCommandName(), "--help");
      }
    }
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
}
