package belfry.cli;

import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubClient;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "emit",
    header = "Send events to the hub",
    description = {
      "",
      "Sends the events of files, or of a pipe, in batches. An input is one event per line, a JSON",
      "array, or JSON documents of several lines; its first line tells which. What the hub refuses",
      "is printed to standard error with its line, the rest is still taken. Ends when all input",
      "was answered: what it then reports as accepted is on the hub's disk.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry emit --dialect lxd events.jsonl",
      "  lxc monitor --format json | belfry emit --dialect lxd",
      "  belfry emit --dialect gluster --project storage < datagrams.txt",
      "",
      "Exit status: 0 all taken, 1 some were refused, 2 wrong arguments, 3 hub not reachable."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class EmitCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--dialect",
      paramLabel = "DIALECT",
      required = true,
      description = "What the events are in: lxd, gluster, oslo, cloudru or cloudevents.")
  String dialect = "";

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Files with events; - or none for standard input.")
  List<Path> files = List.of();

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      description = "The hub's project they belong to (default: default).")
  @Nullable String project;

  @Option(
      names = {"-q", "--quiet"},
      description = "No summary and no progress; errors are still printed.")
  boolean quiet;

  @Mixin HubOptions hub = new HubOptions();

  EmitCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    List<Path> inputs = files.isEmpty() ? List.of(Path.of("-")) : files;
    var progress = new Progress(shell, quiet ? 0 : total(inputs));
    try (HubClient client = hub.client(shell)) {
      var sending = new Sending(shell, client, dialect, Optional.ofNullable(project), progress);
      for (Path input : inputs) {
        String name = inputs.size() == 1 ? "" : input + ": ";
        try (InputStream in = open(input)) {
          sending.send(in, name);
        } catch (IOException e) {
          throw Failure.failed(input + ": cannot be read: " + Text.reason(e));
        }
      }
      progress.clear();
      if (!quiet) {
        shell.err().println(sending.summary());
      }
      return sending.refused() == 0 ? Exit.DONE : Exit.FAILED;
    }
  }

  private static long total(List<Path> inputs) {
    long total = 0;
    for (Path input : inputs) {
      try {
        total += input.toString().equals("-") ? 0 : Files.size(input);
      } catch (IOException e) {
        // Said when it is opened.
      }
    }
    return total;
  }

  private InputStream open(Path input) throws IOException {
    if (input.toString().equals("-")) {
      return new FilterInputStream(shell.in()) {
        @Override
        public void close() {
          // Standard input is not ours to close.
        }
      };
    }
    return Files.newInputStream(input);
  }
}
