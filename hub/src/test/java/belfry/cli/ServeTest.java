package belfry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.shell.Exit;
import belfry.settings.Setting;
import belfry.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeTest {
  @TempDir Path dir;
  private final List<Settings> given = new CopyOnWriteArrayList<>();

  @Test
  void checksSettingsAndNamesTheWrongOne() throws IOException {
    Path file = dir.resolve("belfry.yaml");
    Files.writeString(file, "core.server_name: bell\n");
    var session = new Session();
    assertThat(session.run("serve", "--check", "--config", file.toString()))
        .as(session.err())
        .isEqualTo(Exit.DONE);
    assertThat(session.out()).contains("core.server_name: bell");

    Files.writeString(file, "core.server_nmae: bell\n");
    assertThat(session.run("serve", "--check", "--config", file.toString())).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("core.server_nmae").contains("core.server_name");
    assertThat(session.run("serve", "--check", "--config", "nowhere.yaml")).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("nowhere.yaml: there is no such file");
  }

  @Test
  void saysWhyAHubCannotStart() {
    var session = new Session();
    assertThat(session.run("serve", "--data", dir.toString())).isEqualTo(Exit.FAILED);
    assertThat(session.err()).isEqualTo("belfry: cannot start: no hub in this test\n");
  }

  @Test
  void readsTheSettingsAgainAtAHangup() throws IOException {
    Path file = dir.resolve("belfry.yaml");
    Files.writeString(file, "core.log_level: info\n");
    var session = new Session().env("BELFRY_CONFIG", file.toString());
    session.hub(
        settings -> {
          given.add(settings);
          return new OneReload(session, file);
        });
    assertThat(session.run("serve", "--data", dir.toString(), "--socket", "/tmp/s"))
        .isEqualTo(Exit.DONE);

    assertThat(given).hasSize(2);
    assertThat(given.getFirst().text(Setting.LOG_LEVEL)).isEqualTo("info");
    assertThat(given.getLast().text(Setting.LOG_LEVEL)).isEqualTo("debug");
    assertThat(given.getLast().text(Setting.SOCKET)).isEqualTo("/tmp/s");
    assertThat(session.err()).contains("settings not reloaded: ").contains("core.log_level");
  }

  /** A hub that gets a good and a bad file while it runs, then ends. */
  private final class OneReload implements HubStart.Running {
    private final Session session;
    private final Path file;

    OneReload(Session session, Path file) {
      this.session = session;
      this.file = file;
    }

    @Override
    public List<String> addresses() {
      return List.of("unix:/tmp/s");
    }

    @Override
    public void reload(Settings fresh) {
      given.add(fresh);
    }

    @Override
    public void await() {
      try {
        Files.writeString(file, "core.log_level: debug\n");
        session.hangUp();
        Files.writeString(file, "core.log_level: loud\n");
        session.hangUp();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {}
  }
}
