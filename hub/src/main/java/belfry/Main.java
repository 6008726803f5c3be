package belfry;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.cli.Cli;
import belfry.cli.HubStart;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Shell;
import belfry.os.Signals;
import belfry.settings.Settings;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The program: gives the command line its process and the hub it may start. */
public final class Main {
  /**
   * What of the process is a terminal: letters {@code i}, {@code o} and {@code e}, then the
   * columns.
   */
  private static final String TERMINAL = "belfry.terminal";

  private static final int BUFFER_BYTES = 1 << 16;

  private Main() {}

  public static void main(String[] args) {
    var ending = new Ending();
    System.exit(
        ending.with(
            new Cli(shell(ending), settings -> new InProcess(Belfry.start(settings))).run(args)));
  }

  private static Shell shell(Ending ending) {
    return new Shell(
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        System.getenv(),
        terminal(),
        InstantSource.system(),
        ZoneId.systemDefault(),
        ending::onInterrupt,
        reload -> Signals.on("HUP", reload));
  }

  /** Not System.out: that one is slow, and in the platform's charset. */
  private static PrintStream stream(FileDescriptor descriptor) {
    var file = new FileOutputStream(descriptor);
    return new PrintStream(new BufferedOutputStream(file, BUFFER_BYTES), false, UTF_8);
  }

  /** The launcher knows; without it the process asks for itself, as far as Java can tell. */
  private static Shell.Terminal terminal() {
    String told = System.getProperty(TERMINAL);
    if (told == null) {
      boolean both = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
      return new Shell.Terminal(both, both, both, Shell.Terminal.DEFAULT_COLUMNS);
    }
    String columns = told.replaceAll("[^0-9]", "");
    return new Shell.Terminal(
        told.contains("i"),
        told.contains("o"),
        told.contains("e"),
        columns.isEmpty() ? Shell.Terminal.DEFAULT_COLUMNS : Integer.parseInt(columns));
  }

  /**
   * How the process ends. Ctrl-C and SIGTERM reach a Java program as its shutdown: whoever watches
   * is told, the command returns in good order, and its exit code is the program's.
   */
  private static final class Ending {
    private static final Duration RETURN_WAIT = Duration.ofSeconds(30);

    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    int with(int code) {
      exit.complete(code);
      return code;
    }

    Runnable onInterrupt(Runnable last) {
      var hook = new Thread(() -> interrupted(last), "interrupted");
      Runtime.getRuntime().addShutdownHook(hook);
      return () -> {
        try {
          Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
          // The shutdown is what ended the command.
        }
      };
    }

    private void interrupted(Runnable last) {
      last.run();
      int code;
      try {
        code = exit.get(RETURN_WAIT.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException | InterruptedException | TimeoutException e) {
        code = Exit.FAILED;
      }
      Runtime.getRuntime().halt(code);
    }
  }

  /** A hub as the command line sees it. */
  private record InProcess(Belfry belfry) implements HubStart.Running {
    @Override
    public List<String> addresses() {
      return belfry.addresses();
    }

    @Override
    public void reload(Settings fresh) {
      belfry.reload(fresh);
    }

    @Override
    public void await() throws InterruptedException {
      belfry.await();
    }

    @Override
    public void close() {
      belfry.close();
    }
  }
}
