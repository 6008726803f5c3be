package belfry.cli;

import belfry.cli.demo.Demo;
import belfry.cli.demo.DemoFailed;
import belfry.cli.shell.Exit;
import belfry.cli.shell.Failure;
import belfry.cli.shell.Places;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.cli.shell.Version;
import belfry.cli.wire.HubAddress;
import belfry.cli.wire.HubClient;
import belfry.os.Systemd;
import belfry.settings.Setting;
import belfry.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    header = "Run the hub",
    description = {
      "",
      "Runs the hub in the foreground until interrupted, and logs to standard error. Settings come",
      "from a file (belfry.yaml), from BELFRY_* in the environment and from these options; the",
      "options win. With --demo it keeps its own directory and plays the recorded events of real",
      "LXD, Gluster and Glance installations, with fresh times, round after round.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  belfry serve --demo                     look at it",
      "  belfry serve --data /srv/belfry         keep events there",
      "  belfry serve --check                    are the settings right?",
      "",
      "Exit status: 0 stopped in good order, 1 could not start or failed, 2 wrong settings."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class ServeCommand implements Callable<Integer> {
  private final Shell shell;
  private final HubStart hubStart;

  /** Settings by key that win over all others; those of a command that serves in its own way. */
  final Map<String, String> more = new TreeMap<>();

  @Option(names = "--demo", description = "Plays recorded events; keeps them apart from real ones.")
  boolean demo;

  @Option(names = "--check", description = "Reads the settings, says what is wrong, and ends.")
  boolean check;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Where events are kept. Default: BELFRY_DIR, else /var/lib/belfry for root, else",
        "XDG_DATA_HOME/belfry; of the demo: demo below it."
      })
  @Nullable Path data;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to listen for HTTP; none for the socket alone.")
  @Nullable String listen;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "The unix socket (default: unix.socket in the data directory).")
  @Nullable Path socket;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings file (default: /etc/belfry/belfry.yaml if there is one).")
  @Nullable Path config;

  ServeCommand(Shell shell, HubStart hubStart) {
    this.shell = shell;
    this.hubStart = hubStart;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    try {
      Settings settings = settings();
      if (check) {
        settings.shown().forEach((key, value) -> shell.out().println(key + ": " + value));
        shell.err().println("the settings are right");
        return Exit.DONE;
      }
      return serve(settings);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(Text.reason(e));
    } catch (IOException e) {
      throw Failure.failed("cannot start: " + Text.reason(e));
    }
  }

  private Settings settings() throws IOException, Failure {
    var places = new Places(shell);
    Path home = data != null ? data : demo ? places.demo() : places.data();
    var flags = new TreeMap<>(more);
    if (listen != null) {
      flags.put(Setting.HTTP_ADDRESS.key(), listen);
    }
    if (socket != null) {
      flags.put(Setting.SOCKET.key(), socket.toAbsolutePath().toString());
    }
    try {
      return Settings.load(
          home.toAbsolutePath(), new Settings.Sources(file(places), shell.env(), flags));
    } catch (NoSuchFileException e) {
      throw Failure.usage("--config " + config + ": there is no such file");
    }
  }

  private Optional<Path> file(Places places) {
    return config != null
        ? Optional.of(config)
        : Optional.of(places.settingsFile()).filter(Files::isRegularFile);
  }

  private int serve(Settings settings) throws IOException, Failure, InterruptedException {
    try (HubStart.Running hub = hubStart.start(settings)) {
      var systemd = Systemd.of(shell.env());
      Runnable forget = shell.interrupts().watch(() -> stop(hub, systemd));
      Runnable unhear = shell.hangups().watch(() -> reload(hub, systemd));
      try {
        List<String> addresses = hub.addresses();
        shell.err().println("belfry " + Version.current() + " listens at");
        addresses.forEach(address -> shell.err().println("  " + address));
        shell.err().println("events are kept in " + settings.data());
        shell.err().flush();
        systemd.ready();
        if (demo) {
          awaitWithDemo(hub, addresses.getFirst());
        } else {
          hub.await();
        }
        return Exit.DONE;
      } finally {
        unhear.run();
        forget.run();
      }
    }
  }

  private static void stop(HubStart.Running hub, Systemd systemd) {
    systemd.stopping();
    hub.close();
  }

  /** Settings that cannot be read leave those in force as they are. */
  private void reload(HubStart.Running hub, Systemd systemd) {
    systemd.reloading();
    try {
      hub.reload(settings());
    } catch (IllegalArgumentException | IOException | Failure e) {
      shell.err().println("belfry: settings not reloaded: " + e.getMessage());
      shell.err().flush();
    } finally {
      systemd.ready();
    }
  }

  private void awaitWithDemo(HubStart.Running hub, String address)
      throws Failure, InterruptedException {
    try (var client = client(address)) {
      var player = new Demo(client, shell.clock(), RandomGenerator.getDefault());
      int events = player.burst();
      boolean found = data == null && socket == null && config == null;
      shell.err().print(Welcome.text(shell, address, found ? "" : address, events));
      shell.err().flush();
      Thread playing = Thread.ofVirtual().name("demo").start(() -> play(player));
      hub.await();
      player.stop();
      playing.join();
    } catch (DemoFailed e) {
      throw Failure.failed(Text.reason(e));
    }
  }

  private static HubClient client(String address) {
    String agent = "belfry-demo/" + Version.current();
    return new HubClient(HubAddress.parse(address), Optional.empty(), agent);
  }

  private static void play(Demo player) {
    try {
      player.play();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
