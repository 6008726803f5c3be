package belfry.source.lxd;

import belfry.intake.Projects;
import belfry.metrics.Metrics;
import belfry.source.Source;
import belfry.testing.SourceContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/** LXD repeats nothing: the source itself must keep what it has read. */
class LxdSourceContractTest extends SourceContract {
  @TempDir Path dir;

  @Override
  protected Upstream open() throws Exception {
    Path socket = dir.resolve("s");
    FakeLxd lxd = FakeLxd.start(socket);
    var settings =
        LxdSettings.parse(
            "test=unix:" + socket, dir, new Projects.Fixed("default"), dir.resolve("heard"));
    var source = new LxdSource(settings, InstantSource.system(), new Random(1), new Metrics());
    return new Upstream() {
      @Override
      public Source source() {
        return source;
      }

      @Override
      public void send(List<String> events) throws Exception {
        for (String event : events) {
          lxd.send(event);
        }
      }

      @Override
      public boolean acknowledges() {
        return false;
      }

      @Override
      public void close() throws Exception {
        source.close();
        lxd.close();
      }
    };
  }
}
