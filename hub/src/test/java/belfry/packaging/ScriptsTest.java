package belfry.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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
    builder.environment().put("BELFRY_HOME", TOP.toString());
    builder.environment().put("BELFRY_DIR", dir.resolve("data").toString());
    builder.environment().put("BELFRY_PID_FILE", dir.resolve("belfry.pid").toString());
    builder.environment().put("BELFRY_LOG", dir.resolve("belfry.log").toString());
    builder.environment().put("BELFRY_CORE_HTTP_ADDRESS", "none");
    Path said = dir.resolve("said");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    return new Said(process.waitFor(), Files.readString(said, UTF_8));
  }

  private Said service(String action) throws Exception {
    return run(TOP.resolve("packaging/sysv/belfry").toString(), action);
  }

  @ParameterizedTest
  @ValueSource(strings = {"packaging/sysv/belfry", "packaging/freebsd/belfry"})
  void areShellOfPosix(String script) throws Exception {
    Path file = TOP.resolve(script);
    assertThat(file).isExecutable();
    assertThat(run("sh", "-n", file.toString())).isEqualTo(new Said(0, ""));
  }

  @Test
  @Proves("gluster 24")
  void theScriptOfSystemVStartsLooksReloadsAndStops() throws Exception {
    assertThat(service("status").exit()).isEqualTo(3);
    try {
      Said started = service("start");
      assertThat(started.exit()).as(started.text() + log()).isZero();
      assertThat(service("status").text()).startsWith("belfry is running (pid ");
      assertThat(service("start").text()).startsWith("belfry is running (pid ");
      assertThat(service("reload").exit()).isZero();
      assertThat(dir.resolve("data/unix.socket")).exists();
    } finally {
      assertThat(service("stop")).isEqualTo(new Said(0, "belfry stopped\n"));
    }
    assertThat(service("status").exit()).isEqualTo(3);
    assertThat(service("reload").exit()).isEqualTo(7);
    assertThat(service("nonsense").exit()).isEqualTo(2);
    assertThat(log()).contains("listens at");
  }

  private String log() throws Exception {
    Path log = dir.resolve("belfry.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }
}
