package belfry.cli.shell;

import belfry.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a hub keeps its data and its socket when nobody says otherwise, so that {@code serve} in
 * one shell and {@code monitor} in another meet without an option.
 */
public final class Places {
  public static final String SOCKET = "unix.socket";
  private static final Path SYSTEM_SOCKET = Path.of("/run/belfry", SOCKET);

  private static final Path SYSTEM_SETTINGS = Path.of("/etc/belfry/belfry.yaml");

  private final Shell shell;

  public Places(Shell shell) {
    this.shell = shell;
  }

  /** {@code BELFRY_DIR}, else /var/lib/belfry for root, else the XDG data directory. */
  public Path data() {
    return shell.variable("BELFRY_DIR").map(Path::of).orElseGet(this::defaultData);
  }

  private Path defaultData() {
    if (System.getProperty("user.name").equals("root")) {
      return Path.of("/var/lib/belfry");
    }
    return shell
        .variable("XDG_DATA_HOME")
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "share"))
        .resolve("belfry");
  }

  /** The demo never touches the events of a real hub. */
  public Path demo() {
    return data().resolve("demo");
  }

  /** The settings of a hub that is installed on this machine; BELFRY_CONFIG names another. */
  public Path settingsFile() {
    return shell.variable("BELFRY_CONFIG").map(Path::of).orElse(SYSTEM_SETTINGS);
  }

  /** The settings of a hub that is started without options. */
  public Settings settings() throws IOException {
    Optional<Path> file = Optional.of(settingsFile()).filter(Files::isRegularFile);
    var sources = new Settings.Sources(file, shell.env(), Map.of());
    return Settings.load(data().toAbsolutePath(), sources);
  }

  /** The sockets where a hub may be, the likeliest first. */
  List<Path> sockets() {
    var sockets = new ArrayList<Path>();
    if (shell.variable("BELFRY_DIR").isEmpty() && Files.exists(SYSTEM_SOCKET)) {
      sockets.add(SYSTEM_SOCKET);
    }
    sockets.add(data().resolve(SOCKET));
    sockets.add(demo().resolve(SOCKET));
    return sockets;
  }
}
