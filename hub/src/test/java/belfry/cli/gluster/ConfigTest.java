package belfry.cli.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.gluster.files.Config;
import belfry.gluster.files.Refusal;
import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  @TempDir Path dir;
  private Program program = new Program(Path.of(""));

  @BeforeEach
  void fresh() {
    program = new Program(dir);
  }

  @Test
  @Proves("gluster 23")
  void defaultsOfTheInstallationAreOverlaid() throws Exception {
    Files.createDirectories(program.folders.settings());
    Files.writeString(
        program.folders.settings().resolve(Config.DEFAULTS_FILE),
        "{\"log-level\": \"ERROR\", \"port\": 24009, \"site\": \"one\"}");
    program.run("config-get", "--json");
    assertThat(program.out())
        .isEqualTo(
            "{\"output\": {\"log-level\": \"ERROR\", \"port\": 24009, \"disable-events-log\":"
                + " false, \"site\": \"one\"}, \"error\": \"\"}\n");
    assertThat(program.run("config-set", "site", "two")).isZero();
    assertThat(program.run("config-set", "log-level", "ERROR")).isEqualTo(Refusal.UNCHANGED);
    assertThat(stored()).isEqualTo("{\"site\": \"two\"}");
    assertThat(program.run("config-set", "nosuch", "1")).isEqualTo(Refusal.NO_CONFIG_ITEM);
    assertThat(program.run("config-get", "--name", "nosuch")).isEqualTo(Refusal.NO_CONFIG_ITEM);
  }

  @Test
  @Proves("gluster 23")
  void valuesThatTheDaemonCannotUseAreRefused() {
    for (String port : new String[] {"0", "65536", "-1", "+1", "abc", "", "99999999", " 1"}) {
      assertThat(program.run("config-set", "port", "--", port)).as(port).isEqualTo(1);
      assertThat(program.err()).isEqualTo("port: " + port + " (expected: 1 to 65535)\n");
    }
    assertThat(program.run("config-set", "disable-events-log", "perhaps")).isEqualTo(1);
    assertThat(program.run("config-set", "log-level", "debug")).isEqualTo(1);
    assertThat(program.err()).startsWith("log-level: debug (expected: one of CRITICAL");
    assertThat(program.run("config-set", "--json", "port", "0")).isEqualTo(1);
    assertThat(program.out())
        .isEqualTo("{\"output\": \"\", \"error\": \"port: 0 (expected: 1 to 65535)\"}\n");
    assertThat(program.folders.events()).doesNotExist();
  }

  @Test
  @Proves("gluster 22")
  void everyPortIsTakenWithItsWarnings() throws IOException {
    for (String port : new String[] {"1", "65535"}) {
      assertThat(program.run("config-set", "port", port)).isZero();
      assertThat(program.err())
          .isEqualTo(
              "warning: port "
                  + port
                  + ": events of glusterd, bricks and clients go on to 55555, which is built into"
                  + " them\n");
      assertThat(stored()).isEqualTo("{\"port\": " + port + "}");
    }
    String range;
    try (var in = Files.newInputStream(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))) {
      range = new String(in.readNBytes(64), UTF_8);
    }
    program.run("config-set", "port", range.split("\\s+")[0]);
    assertThat(program.err().lines()).hasSize(2);
    assertThat(program.err()).contains("from which the kernel gives ports to any program");
    program.run("config-set", "port", "55555");
    assertThat(program.err()).isEmpty();
  }

  @Test
  void wordsForYesAndNoAreThoseOfTheProgramAndOfItsDaemon() throws IOException {
    for (String yes : new String[] {"enabled", "TRUE", "on", "Yes", "1"}) {
      program.run("config-set", "disable-events-log", yes);
      assertThat(stored()).as(yes).isEqualTo("{\"disable-events-log\": true}");
    }
    for (String no : new String[] {"disabled", "False", "OFF", "no", "0"}) {
      program.run("config-set", "disable-events-log", no);
      assertThat(stored()).as(no).isEqualTo("{\"disable-events-log\": false}");
    }
  }

  @Test
  void resettingEverythingSaysToRestartWhenThePortWasSet() throws IOException {
    program.run("config-set", "port", "24009");
    program.run("config-set", "log-level", "DEBUG");
    assertThat(program.run("config-reset", "all")).isZero();
    assertThat(program.out()).startsWith("\nRestart glustereventsd in all nodes\n+--");
    assertThat(stored()).isEqualTo("{}");
    assertThat(program.run("config-reset", "all")).isEqualTo(Refusal.UNCHANGED);
  }

  private String stored() throws IOException {
    return Files.readString(program.folders.events().resolve(Config.FILE));
  }
}
