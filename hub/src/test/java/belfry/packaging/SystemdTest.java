package belfry.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.HubProcess;
import belfry.testing.Proves;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd makes of the units, and what a hub tells it. */
@Timeout(120)
class SystemdTest {
  private static final Path TOP = Path.of("").toAbsolutePath().getParent();
  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

  /** Prints each datagram that comes to a unix socket, in one line. */
  private static final String MANAGER =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1].replace("@", "\\0", 1))
      print("listens", flush=True)
      while True:
          print(s.recv(4096).decode().replace("\\n", " "), flush=True)
      """;

  @TempDir Path dir;

  /** A unit with the programs of this checkout. */
  private Path unit(String name) throws Exception {
    String text = Files.readString(TOP.resolve("packaging/systemd").resolve(name));
    String here = TOP.resolve("belfry").toString();
    return Files.writeString(
        dir.resolve(name),
        text.replace("/usr/sbin/glustereventsd", here).replace("/usr/bin/belfry", here));
  }

  private static String analyze(String... words) throws Exception {
    assertThat(ANALYZE).as("apt-get install -y --no-install-recommends systemd").isExecutable();
    var command = new ArrayList<>(List.of(ANALYZE.toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @ParameterizedTest
  @ValueSource(strings = {"belfry.service", "glustereventsd.service"})
  @Proves("gluster 24")
  void unitsAreWithoutMistakes(String name) throws Exception {
    assertThat(analyze("verify", "--man=no", unit(name).toString())).isEmpty();
  }

  /** Tenths of systemd's measure, of which 100 is no protection at all. */
  @ParameterizedTest
  @CsvSource({"belfry.service, 20", "glustereventsd.service, 35"})
  void unitsExposeLittle(String name, String most) throws Exception {
    analyze("security", "--offline=true", "--threshold=" + most, unit(name).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%s/notify", "@%s/notify"})
  @Proves("gluster 24")
  void aHubSaysWhenItIsReadyWhenItReloadsAndWhenItStops(String name) throws Exception {
    String socket = name.formatted(dir.toString().substring(1));
    Process manager =
        new ProcessBuilder("python3", "-c", MANAGER, socket).redirectErrorStream(true).start();
    try (BufferedReader said = manager.inputReader(UTF_8)) {
      assertThat(said.readLine()).isEqualTo("listens");
      var prefix = List.of("env", "NOTIFY_SOCKET=" + socket);
      try (HubProcess hub = HubProcess.start(prefix, dir.resolve("hub"))) {
        assertThat(said.readLine()).isEqualTo("READY=1");
        signal(hub, "HUP");
        assertThat(said.readLine()).matches("RELOADING=1 MONOTONIC_USEC=[0-9]+");
        assertThat(said.readLine()).isEqualTo("READY=1");
      }
      assertThat(said.readLine()).isEqualTo("STOPPING=1");
    } finally {
      manager.destroyForcibly();
    }
  }

  private static void signal(HubProcess hub, String name) throws Exception {
    String pid = String.valueOf(hub.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  @Test
  void aManagerThatDoesNotListenDoesNoHarm() throws Exception {
    var prefix = List.of("env", "NOTIFY_SOCKET=" + dir.resolve("nobody"));
    try (HubProcess hub = HubProcess.start(prefix, dir.resolve("hub"))) {
      assertThat(hub.said()).contains("systemd not told");
    }
  }
}
