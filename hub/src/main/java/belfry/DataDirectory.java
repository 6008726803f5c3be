package belfry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a hub keeps what it has. Others may pass through it to the socket, but look into nothing.
 *
 * @param path absolute
 */
record DataDirectory(Path path) {
  private static final String PASSAGE = "rwx--x--x";
  private static final String OURS = "rwx------";

  static DataDirectory make(Path path) throws IOException {
    var home = new DataDirectory(path);
    directory(path, PASSAGE);
    directory(home.journal(), OURS);
    directory(home.index(), OURS);
    directory(home.deliveries(), OURS);
    directory(home.control(), OURS);
    directory(home.state(), OURS);
    return home;
  }

  /** The mode is set when it is made: an operator may change it afterwards. */
  private static void directory(Path path, String mode) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
  }

  Path journal() {
    return path.resolve("journal");
  }

  /** The journal of what became of deliveries. */
  Path deliveries() {
    return path.resolve("delivery");
  }

  /** The journal of the registry. */
  Path control() {
    return path.resolve("control");
  }

  /** Where file destinations are unless a setting says so; made by the first one. */
  Path files() {
    return path.resolve("files");
  }

  Path index() {
    return path.resolve("index");
  }

  private Path state() {
    return path.resolve("state");
  }

  /** How far Gluster's events log is written. */
  Path eventsLog() {
    return state().resolve("gluster-events-log");
  }

  Path tokens() {
    return state().resolve("tokens.json");
  }

  Path duplicates() {
    return state().resolve("duplicates");
  }

  /** Up to when sources that cannot repeat were heard. */
  Path heard() {
    return state().resolve("heard");
  }

  /** The registry's snapshot. */
  Path registry() {
    return state().resolve("registry");
  }

  /** How far changes of documents are told. */
  Path told() {
    return state().resolve("told");
  }

  /** What secrets are sealed with, mode 0600. */
  Path vaultKey() {
    return state().resolve("vault.key");
  }

  /** The certificate that the hub makes itself. */
  Path certificate() {
    return path.resolve("server.crt");
  }

  /** Its key, mode 0600. */
  Path certificateKey() {
    return path.resolve("server.key");
  }

  /** The first token's secret, mode 0600. */
  Path adminToken() {
    return path.resolve("admin.token");
  }
}
