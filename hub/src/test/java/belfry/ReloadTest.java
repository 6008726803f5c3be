package belfry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.settings.Setting;
import belfry.settings.Settings;
import belfry.testing.Wire;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New settings for a hub that runs. */
class ReloadTest {
  @TempDir Path data;

  @Test
  void whatMayChangeChangesAtOnceAndTheJournalSaysSo() throws Exception {
    try (HubInTest hub = HubInTest.start(data);
        Wire unix = hub.unix()) {
      Settings fresh =
          Settings.load(
              data,
              new Settings.Sources(
                  Optional.empty(),
                  Map.of(),
                  Map.of("core.projects", "later", "core.server_name", "other")));
      assertThat(unix.get("/1.0/projects/later").status()).isEqualTo(404);
      assertThat(hub.hub().reload(fresh)).contains(Setting.SERVER_NAME);
      assertThat(unix.get("/1.0/projects/later").status()).isEqualTo(200);
      String config = unix.get("/1.0").json().get("metadata").get("config").toString();
      assertThat(config).contains("later").doesNotContain("other");
      String target =
          "/1.0/journal/events?filter=type+%3D+%22lxd.lifecycle.config-updated%22&format=lxd";
      await().until(() -> unix.get(target).text(), text -> text.contains("core.projects"));
    }
  }
}
