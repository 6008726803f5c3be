package belfry.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Proves;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of systems without systemd. */
@Timeout(300)
class ScriptsTest {
  private static final Path TOP = Path.of("").toAbsolutePath().getParent();

  @TempDir Path dir;

  /** What it said, and how it ended. */
  private record Said(int exit, String text) {}

  private Said run(String... command) throws Exception {
    var builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
    builder.environment().put("BELFRY", TOP.resolve("belfry").toString());
    builder.environment().put("GLUSTEREVENTSD", link().toString());
    builder.environment().put("BELFRY_DIR", dir.resolve("data").toString());
    builder.environment().put("BELFRY_GLUSTER_PORT", port());
    builder.environment().put("BELFRY_GLUSTER_ROOT", dir.toString());
    builder.environment().put("PIDFILE", dir.resolve("service.pid").toString());
    builder.environment().put("LOG", dir.resolve("service.log").toString());
    builder.environment().put("BELFRY_CORE_HTTP_ADDRESS", "none");
    Path said = dir.resolve("said");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    return new Said(process.waitFor(), Files.readString(said, UTF_8));
  }

  /** Gluster's own daemon may run on this machine: a port that nobody has. */
  private static String port() throws Exception {
    try (var socket = new DatagramSocket()) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  /** The launcher by the name of Gluster's daemon. */
  private Path link() throws Exception {
    Path link = dir.resolve("glustereventsd");
    return Files.exists(link)
        ? link
        : Files.createSymbolicLink(link, TOP.resolve("belfry").toRealPath());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sysv/belfry", "sysv/glustereventsd", "freebsd/belfry", "freebsd/glustereventsd"})
  void areShellOfPosix(String script) throws Exception {
    Path file = TOP.resolve("packaging").resolve(script);
    assertThat(file).isExecutable();
    assertThat(run("sh", "-n", file.toString())).isEqualTo(new Said(0, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"belfry", "glustereventsd"})
  @Proves("gluster 24")
  void theScriptOfSystemVStartsLooksReloadsAndStops(String name) throws Exception {
    String script = TOP.resolve("packaging/sysv").resolve(name).toString();
    assertThat(run(script, "status")).isEqualTo(new Said(3, name + " is not running\n"));
    try {
      Said started = run(script, "start");
      assertThat(started).as(log()).isEqualTo(new Said(0, name + " started\n"));
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(dir.resolve("data/unix.socket")).as(log()).exists());
      assertThat(run(script, "status")).isEqualTo(new Said(0, name + " is running\n"));
      assertThat(run(script, "start")).isEqualTo(new Said(0, name + " is running\n"));
      assertThat(run(script, "reload").exit()).isZero();
    } finally {
      assertThat(run(script, "stop")).as(log()).isEqualTo(new Said(0, name + " stopped\n"));
    }
    assertThat(run(script, "status").exit()).isEqualTo(3);
    assertThat(run(script, "reload").exit()).isEqualTo(7);
    assertThat(run(script, "nonsense").exit()).isEqualTo(2);
  }

  private String log() throws Exception {
    Path log = dir.resolve("service.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }
}
