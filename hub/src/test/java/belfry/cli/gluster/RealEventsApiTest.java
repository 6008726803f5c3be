package belfry.cli.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.gluster.files.Refusal;
import belfry.gluster.files.Webhooks;
import belfry.testing.Proves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ours beside the unmodified {@code gluster-eventsapi} of Debian, on the same files. */
class RealEventsApiTest {
  private static final Path REAL = Path.of("/usr/sbin/gluster-eventsapi");
  private static final String DONE =
      "echo '{\"ok\": true, \"nodeid\": \"" + FakeGluster.NODE_1 + "\", \"output\": \"\"}'";
  private static final int OURS = 40;
  private static final int THEIRS = 5;

  @TempDir Path dir;
  private Program program = new Program(Path.of(""));

  @BeforeEach
  void theRealProgramIsInstalled() {
    assertThat(REAL)
        .as(
            "apt-get install -y --no-install-recommends glusterfs-server python3-requests"
                + " python3-prettytable")
        .isExecutable();
    program = new Program(dir);
  }

  @Test
  @Proves("gluster 18")
  void eachReadsWhatTheOtherWrote() throws Exception {
    var gluster = new FakeGluster(dir).asking(DONE);
    program.among(new GlusterNodes(gluster.program()));
    assertThat(program.run("webhook-add", "http://ours/\u00e9", "-t", "T")).isZero();
    assertThat(program.run("config-set", "disable-events-log", "on")).isZero();
    assertThat(real(gluster, "webhook-add", "http://theirs/", "-s", "S").exit()).isZero();
    assertThat(real(gluster, "config-set", "log-level", "DEBUG").exit()).isZero();
    assertThat(real(gluster, "webhook-mod", "http://ours/\u00e9", "-t", "T2").exit()).isZero();
    for (String command : List.of("config-get", "config-get --json", "status", "sync --json")) {
      String[] args = command.split(" ");
      assertThat(program.run(args)).as(command).isZero();
      assertThat(real(gluster, args)).as(command).isEqualTo(new Said(0, program.out()));
    }
    assertThat(program.run("webhook-del", "http://theirs/")).isZero();
    assertThat(real(gluster, "webhook-del", "http://ours/\u00e9").exit()).isZero();
    assertThat(program.folders.events().resolve(Webhooks.FILE)).hasContent("{}");
  }

  @Test
  @Proves("gluster 18")
  void bothMayAddAtTheSameTime() throws Exception {
    var gluster = new FakeGluster(dir).asking(DONE);
    Process ours = Adding.start(program.folders.events(), "ours", OURS);
    try {
      for (int i = 0; i < THEIRS; i++) {
        assertThat(real(gluster, "webhook-add", "http://theirs/" + i).exit()).isZero();
      }
      assertThat(ours.waitFor()).isZero();
    } finally {
      ours.destroyForcibly();
    }
    assertThat(new Webhooks(program.folders.events()).urls()).hasSize(OURS + THEIRS);
  }

  @Test
  @Proves("gluster 20")
  void theRealOneAsksOurs() throws Exception {
    String ours =
        Adding.command("belfry.Main", EventsApi.NAME).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    var gluster =
        new FakeGluster(dir)
            .asking("export BELFRY_GLUSTER_ROOT='" + dir + "'; exec " + ours + " \"$@\"");
    try (var daemon = new Daemon(program.folders.pidFile());
        var fine = new Listener(n -> Listener.status(n == 0 ? 200 : 503))) {
      String url = "http://127.0.0.1:" + fine.port() + "/listen";
      program.run("webhook-test", url);
      assertThat(real(gluster, "webhook-test", url).out()).contains("NOT OK: 503");
      assertThat(fine.heads.getLast()).contains("User-Agent: belfry/");
      assertThat(real(gluster, "webhook-test", url, "-s", "S", "--json").exit()).isEqualTo(3);
      assertThat(fine.heads.getLast()).contains("Authorization: Bearer eyJ");
      assertThat(real(gluster, "reload", "--json").out()).contains("\"reload_status\": \"OK\"");
      daemon.awaitReload();
      assertThat(daemon.alive()).isTrue();
    }
  }

  @Test
  @Proves("gluster 20")
  void oursAsksTheRealOne() throws Exception {
    var gluster = new FakeGluster(dir);
    gluster.asking("export PATH='" + gluster.folder + "':\"$PATH\"; exec " + REAL + " \"$@\"");
    var api = program.among(new GlusterNodes(gluster.program()));
    try (var fine = new Listener(n -> Listener.status(n == 0 ? 200 : 503))) {
      String url = "http://127.0.0.1:" + fine.port() + "/listen";
      assertThat(api.run("webhook-test", url, "-t", "T")).isZero();
      assertThat(fine.heads.getLast()).contains("python-requests").contains("Bearer T\r\n");
      assertThat(api.run("webhook-test", url)).isEqualTo(Refusal.NO_NODE);
      assertThat(api.out()).contains("| localhost |          UP |    NOT OK: 503 |");
    }
  }

  /** What it said, and how it ended. */
  private record Said(int exit, String out) {}

  private static Said real(FakeGluster gluster, String... args) throws Exception {
    var command = new ArrayList<>(List.of(REAL.toString()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().merge("PATH", gluster.folder.toString(), (old, ours) -> ours + ":" + old);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Said(process.waitFor(), out);
    } finally {
      process.destroyForcibly();
    }
  }
}
