package belfry.peer;

import java.nio.file.Path;
import java.util.stream.Stream;

/** Incus' client of Debian's backports, 6.0.4, unpacked beside the build. */
class IncusMonitorTest extends MonitorContract {
  @Override
  Path program() throws Exception {
    return Incus.client();
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
