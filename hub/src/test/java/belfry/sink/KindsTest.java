package belfry.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.Sinks;
import belfry.testing.SinkContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KindsTest {
  @TempDir private Path home;

  @Test
  void listHasEveryKindByItsName() {
    assertThat(Sinks.all().names())
        .containsExactlyInAnyOrder("file", "log", "loki", "noop", "stdout", "webhook");
  }

  @Test
  void kindThatIsNotThereIsNamedWithThoseThatAre() {
    assertThatThrownBy(
            () -> Sinks.all().read("webhok", SinkContract.json("{}"), SinkContract.means(home)))
        .isInstanceOf(InvalidSink.class)
        .hasMessage("kind: webhok (expected: one of file, log, loki, noop, stdout, webhook)");
  }
}
