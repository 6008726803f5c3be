package belfry.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** LXD's own client of Debian 12, 5.0.2. */
class LxcMonitorTest extends MonitorContract {
  private static final Path LXC = Path.of("/usr/bin/lxc");

  @Override
  Path program() {
    assertThat(Files.isExecutable(LXC))
        .as("%s: apt-get install -y --no-install-recommends lxd-client", LXC)
        .isTrue();
    return LXC;
  }

  @Override
  String prefix() {
    return "LXD";
  }

  @Override
  Stream<Golden> recorded() {
    return Golden.of("lxc").stream();
  }
}
