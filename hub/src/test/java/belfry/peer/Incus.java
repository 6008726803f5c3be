package belfry.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Incus of Debian's backports, 6.0.4, unpacked beside the build and fetched if it is not there. */
final class Incus {
  /** Surefire runs in the module. */
  private static final Path MODULE = Path.of("").toAbsolutePath();

  private static final Path FOLDER = MODULE.resolve("target/peers/incus");
  private static final Path CLIENT = FOLDER.resolve("root/usr/bin/incus");
  private static final Path DAEMON = FOLDER.resolve("root/usr/libexec/incus/incusd");
  private static final int FETCH_SECONDS = 120;

  private Incus() {}

  static Path client() throws Exception {
    fetch();
    return CLIENT;
  }

  static LxdDaemon.Brand daemon() throws Exception {
    fetch();
    Path libraries = FOLDER.resolve("root/usr/lib/x86_64-linux-gnu");
    String path = CLIENT.getParent() + ":" + System.getenv("PATH");
    return new LxdDaemon.Brand(
        DAEMON, CLIENT, "INCUS", Map.of("LD_LIBRARY_PATH", libraries.toString(), "PATH", path));
  }

  private static void fetch() throws Exception {
    if (Files.isExecutable(CLIENT) && Files.isExecutable(DAEMON)) {
      return;
    }
    Path fetch = MODULE.resolveSibling("packaging").resolve("fetch-incus");
    Process fetching =
        new ProcessBuilder(fetch.toString(), FOLDER.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean fetched = fetching.waitFor(FETCH_SECONDS, TimeUnit.SECONDS);
    assertThat(fetched && fetching.exitValue() == 0)
        .as("%s: run packaging/fetch-incus hub/target/peers/incus", CLIENT)
        .isTrue();
  }
}
