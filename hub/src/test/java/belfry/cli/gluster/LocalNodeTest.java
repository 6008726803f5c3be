package belfry.cli.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.gluster.files.Refusal;
import belfry.testing.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalNodeTest {
  private static final String UUID = "4784915c-50ca-43d7-b3f2-76c877a5782d";

  @TempDir Path dir;
  private Program program = new Program(Path.of(""));

  @BeforeEach
  void fresh() throws Exception {
    program = new Program(dir);
    Files.createDirectories(program.folders.work());
    Files.writeString(
        program.folders.work().resolve("glusterd.info"), "UUID=" + UUID + "\nop-version=100000\n");
  }

  @Test
  @Proves("gluster 20")
  void aDaemonThatHoldsItsPidFileIsUpAndReloads() throws Exception {
    try (var daemon = new Daemon(program.folders.pidFile())) {
      assertThat(program.run("node-status")).isZero();
      assertThat(program.out()).isEqualTo(line("true", "output", "UP"));
      assertThat(program.run("node-reload")).isZero();
      assertThat(program.out()).isEqualTo(line("true", "output", ""));
      daemon.awaitReload();
      assertThat(daemon.alive()).isTrue();
    }
  }

  @Test
  @Proves("gluster 19,20")
  void aDaemonWithoutTheLockIsDownAndNobodyIsSignalled() throws Exception {
    program.run("node-status");
    assertThat(program.out()).isEqualTo(line("true", "output", "DOWN"));
    Path pidFile = program.folders.pidFile();
    try (var daemon = new Daemon(pidFile.resolveSibling("other.pid"))) {
      Files.copy(pidFile.resolveSibling("other.pid"), pidFile);
      program.run("node-reload");
      assertThat(program.out()).isEqualTo(line("true", "output", ""));
      assertThat(daemon.alive()).isTrue();
    }
    assertThat(program.run("status")).isZero();
    assertThat(program.out()).contains("| localhost |          UP |          NOT OK: DOWN |");
    program.run("status", "--json");
    assertThat(program.out())
        .contains("\"glustereventsd_status\": \"NOT OK\", \"error\": \"DOWN\"}");
  }

  @Test
  void aPidFileThatNamesNoProcessIsAnErrorNotASignal() throws Exception {
    Path pidFile = program.folders.pidFile();
    try (var daemon = new Daemon(pidFile)) {
      for (String pid : new String[] {"", "x", "0", "-1", "1", "12345678901"}) {
        Files.writeString(pidFile, pid);
        assertThat(program.run("reload")).isZero();
        assertThat(program.out()).as(pid).contains("NOT OK: " + pidFile);
      }
      assertThat(program.run("sync")).isEqualTo(Refusal.NO_NODE);
      assertThat(daemon.alive()).isTrue();
    }
  }

  @Test
  @Proves("gluster 20")
  void answersThoseWhoAskThroughGlusterd() throws Exception {
    try (var fine = new Listener(n -> Listener.status(200));
        var bad = new Listener(n -> Listener.status(500))) {
      String url = "http://127.0.0.1:" + fine.port() + "/x";
      assertThat(program.run("node-webhook-test", url, ".", ".")).isZero();
      assertThat(program.out()).isEqualTo(line("true", "output", ""));
      assertThat(fine.heads.getFirst()).doesNotContain("Authorization");
      program.run("node-webhook-test", url, "T", ".");
      assertThat(fine.heads.getLast()).contains("Authorization: Bearer T\r\n");
      program.run("node-webhook-test", "http://127.0.0.1:" + bad.port() + "/", ".", ".");
      assertThat(program.out()).isEqualTo(line("false", "error", "500"));
    }
    Files.delete(program.folders.work().resolve("glusterd.info"));
    program.run("node-status");
    assertThat(program.out()).startsWith("{\"ok\": true, \"nodeid\": null, ");
  }

  private static String line(String ok, String member, String text) {
    return "{\"ok\": %s, \"nodeid\": \"%s\", \"%s\": \"%s\"}\n".formatted(ok, UUID, member, text);
  }
}
