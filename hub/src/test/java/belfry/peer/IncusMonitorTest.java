package belfry.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Incus' client of Debian's backports, 6.0.4, unpacked beside the build. */
class IncusMonitorTest extends MonitorContract {
  /** Surefire runs in the module. */
  private static final Path MODULE = Path.of("").toAbsolutePath();

  private static final Path INCUS = MODULE.resolve("target/peers/incus/root/usr/bin/incus");
  private static final int FETCH_SECONDS = 60;

  @Override
  Path program() throws Exception {
    if (!Files.isExecutable(INCUS)) {
      Path fetch = MODULE.resolveSibling("packaging").resolve("fetch-incus-client");
      Process fetching =
          new ProcessBuilder(fetch.toString(), MODULE.resolve("target/peers/incus").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean fetched = fetching.waitFor(FETCH_SECONDS, TimeUnit.SECONDS);
      assertThat(fetched && fetching.exitValue() == 0)
          .as("%s: run packaging/fetch-incus-client hub/target/peers/incus", INCUS)
          .isTrue();
    }
    return INCUS;
  }

  @Override
  String prefix() {
    return "INCUS";
  }

  @Override
  Stream<Golden> recorded() {
    return Golden.of("incus").stream();
  }
}
