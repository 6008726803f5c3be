package belfry.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where settings come from, and what is said about wrong ones. */
class SettingsTest {
  @TempDir Path home;

  private Settings load(String yaml, Map<String, String> environment, Map<String, String> flags)
      throws IOException {
    Path file = home.resolve("belfry.yaml");
    Files.writeString(file, yaml);
    return Settings.load(home, new Settings.Sources(Optional.of(file), environment, flags));
  }

  private Settings load(String yaml) throws IOException {
    return load(yaml, Map.of(), Map.of());
  }

  @Test
  void thePageIsWhatTheListSays() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "reference", "settings.md"));
    assertThat(page).isEqualTo(SettingsPage.markdown());
  }

  @Test
  void keysMayBeDottedOrNested() throws Exception {
    Settings nested = load("core:\n  server_name: a\n  http_hosts: [b.example, c.example]\n");
    assertThat(nested).isEqualTo(load("core.server_name: a\ncore.http_hosts: b.example,c.example"));
    assertThat(nested.list(Setting.HTTP_HOSTS)).containsExactly("b.example", "c.example");
  }

  @Test
  void flagsWinOverTheEnvironmentAndThatOverTheFile() throws Exception {
    Map<String, String> environment =
        Map.of("BELFRY_CORE_SERVER_NAME", "env", "BELFRY_EVENTS_FOREIGN", "false");
    Settings settings =
        load(
            "core.server_name: file\nevents.foreign: true\nevents.old_clients: false\n",
            environment,
            Map.of("core.server_name", "flag"));
    assertThat(settings.text(Setting.SERVER_NAME)).isEqualTo("flag");
    assertThat(settings.on(Setting.EVENTS_FOREIGN)).isFalse();
    assertThat(settings.on(Setting.EVENTS_OLD_CLIENTS)).isFalse();
  }

  @Test
  void anUnknownKeyIsNamedWithItsLineAndTheNearest() {
    assertThatThrownBy(() -> load("core:\n  server_name: a\n  http_adress: x\n"))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("belfry.yaml line 3: core.http_adress")
        .hasMessageContaining("expected: core.http_address?");
    assertThatThrownBy(() -> load("", Map.of("BELFRY_CORE_SOKET", "x"), Map.of()))
        .hasMessageContaining("BELFRY_CORE_SOKET")
        .hasMessageContaining("BELFRY_CORE_SOCKET?");
    assertThatThrownBy(() -> load("", Map.of(), Map.of("core.sockt", "x")))
        .hasMessageContaining("core.socket?");
  }

  @Test
  void variablesOfTheCommandLineAreNoSettings() throws Exception {
    assertThat(load("", Map.of("BELFRY_HUB", "unix:/x", "BELFRY_TOKEN", "y"), Map.of()))
        .isEqualTo(Settings.standard(home));
  }

  @Test
  void aWrongValueIsNamedWithItsLineAndWhatWasExpected() {
    assertThatThrownBy(() -> load("\nevents.foreign: maybe\n"))
        .hasMessageContaining("line 2: events.foreign: maybe (expected: true or false)");
    assertThatThrownBy(() -> load("core.http_address: localhost\n"))
        .hasMessageContaining("HOST:PORT");
    assertThatThrownBy(() -> load("core: [1]\n")).isInstanceOf(InvalidSettings.class);
    assertThatThrownBy(() -> load("a: b: c\n")).hasMessageContaining("not YAML");
    assertThatThrownBy(() -> load("core.server_name: a\ncore:\n  server_name: b\n"))
        .hasMessageContaining("set twice");
  }

  @Test
  void secretsAreShownToNobody() throws Exception {
    Settings settings = load("loki.auth: {username: hub, password: s3cret}\n");
    assertThat(settings.text(Setting.LOKI_AUTH_PASSWORD)).isEqualTo("s3cret");
    assertThat(settings.shown())
        .isEqualTo(Map.of("loki.auth.username", "hub", "loki.auth.password", "***"));
    assertThat(settings.toString()).doesNotContain("s3cret");
    assertThatThrownBy(() -> load("loki.auth.password: \"s3\\ncret\"\n"))
        .hasMessageContaining("loki.auth.password: *** (expected: text)");
  }

  @Test
  void certificatesAndLevelsOfLogrusHaveTheirShape() throws Exception {
    String pem = "-----BEGIN CERTIFICATE-----\n  AA==\n  -----END CERTIFICATE-----\n";
    Settings settings = load("loki.api.ca_cert: |\n  " + pem + "loki.loglevel: trace\n");
    assertThat(settings.text(Setting.LOKI_API_CA_CERT)).startsWith("-----BEGIN").contains("\n");
    assertThat(settings.text(Setting.LOKI_LOGLEVEL)).isEqualTo("trace");
    assertThatThrownBy(() -> load("loki.api.ca_cert: /etc/ca.pem\n"))
        .hasMessageContaining("certificates in PEM");
    assertThatThrownBy(() -> load("loki.loglevel: notice\n")).hasMessageContaining("or trace");
  }

  @Test
  void unitsAreRead() throws Exception {
    Settings settings = load("journal.segment_bytes: 4 MiB\njournal.retention_age: 90d\n");
    assertThat(settings.bytes(Setting.JOURNAL_SEGMENT_BYTES)).isEqualTo(OptionalLong.of(4 << 20));
    assertThat(settings.duration(Setting.JOURNAL_RETENTION_AGE)).contains(Duration.ofDays(90));
    assertThat(settings.bytes(Setting.JOURNAL_RETENTION_BYTES)).isEmpty();
  }

  @Test
  void aReloadTakesOnlyWhatMayChange() throws Exception {
    Settings before = load("core.server_name: a\n");
    Settings fresh = load("core.server_name: b\nevents.foreign: false\n");
    Settings after = before.reloaded(fresh);
    assertThat(after.on(Setting.EVENTS_FOREIGN)).isFalse();
    assertThat(after.text(Setting.SERVER_NAME)).isEqualTo("a");
    assertThat(after.differing(fresh)).containsExactly(Setting.SERVER_NAME);
    assertThat(before.reloaded(before)).isSameAs(before);
  }
}
