package belfry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belfry.metrics.Metrics;
import belfry.settings.InvalidSettings;
import belfry.settings.Setting;
import belfry.settings.Settings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LxdServersTest {
  private static List<Sources.Made> sources(String entries) {
    var settings = new Settings(Path.of("/d"), Map.of(Setting.LXD_SOURCES, entries));
    var tools = new Sources.Tools(InstantSource.system(), new Random(1), new Metrics());
    return LxdServers.sources(settings, tools);
  }

  @Test
  void thereIsASourceForEachEntryAndNoneWithout() {
    assertThat(sources("")).isEmpty();
    assertThat(sources("b=unix:/b, prod/n1=https://h:1,prod/n2=https://h:2"))
        .extracting(Sources.Made::name)
        .containsExactly("lxd.b", "lxd.prod.n1", "lxd.prod.n2");
  }

  @Test
  void aWrongEntryIsAFailedStartThatNamesTheSetting() {
    assertThatThrownBy(() -> sources("a=ftp://h"))
        .isInstanceOf(InvalidSettings.class)
        .hasMessage("lxd.sources: address: ftp://h (expected: unix:/PATH or https://HOST:PORT)");
    assertThatThrownBy(() -> sources("a=unix:/a,a=unix:/b"))
        .isInstanceOf(InvalidSettings.class)
        .hasMessage("lxd.sources: a=unix:/b: the name is there twice (expected: once)");
  }
}
