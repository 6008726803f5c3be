package belfry.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A newcomer's session: every command of the README, typed as it stands there, in a shell at the
 * top of the checkout. {@code ./check} built the launcher's jar before; this test never builds.
 */
class ReadmeTest {
  private static final Path TOP = Path.of("").toAbsolutePath().getParent();
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final String SERVE = "./belfry serve --demo";
  private static final String MONITOR = "./belfry monitor --pretty";
  private static final Duration EVERY_DIALECT_WAIT = Duration.ofSeconds(60);

  @TempDir Path home;

  @Test
  @Timeout(300)
  void everyCommandOfTheReadmeDoesWhatItSays() throws Exception {
    List<String> commands = commands();
    assertThat(commands).startsWith(SERVE, "./check").contains(MONITOR);
    Process hub = shell(SERVE);
    try {
      await()
          .atMost(EVERY_DIALECT_WAIT)
          .until(() -> run("./belfry status").status() == 0 || !hub.isAlive());
      assertThat(hub.isAlive()).as("the demo said: %s", said("hub")).isTrue();
      commands.removeAll(List.of(SERVE, "./check", MONITOR));
      assertThat(commands).hasSizeGreaterThan(7);
      for (String command : commands) {
        Ran ran = run(command);
        assertThat(ran.status()).as("%s said: %s", command, ran.said()).isZero();
        assertThat(ran.said()).as(command).isNotBlank();
      }
      assertThat(monitored()).contains("level=");
      for (String dialect : List.of("lxd", "gluster", "oslo", "cloudru", "cloudevents")) {
        String search = "./belfry search 'event_level >= WARN AND format = %s' --since 1h";
        assertThat(run(search.formatted(dialect)).said()).as(dialect).isNotBlank();
      }
    } finally {
      hub.descendants().forEach(ProcessHandle::destroy);
      hub.destroy();
      hub.waitFor(30, TimeUnit.SECONDS);
    }
  }

  /** What a monitor prints within a while, ended as by Ctrl-C. */
  private String monitored() throws IOException, InterruptedException {
    Process monitor = shell("exec " + MONITOR);
    await().atMost(EVERY_DIALECT_WAIT).until(() -> said("exec").contains("level="));
    monitor.destroy();
    assertThat(monitor.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said("exec");
  }

  private static List<String> commands() throws IOException {
    var commands = new ArrayList<String>();
    Matcher block = BLOCK.matcher(Files.readString(TOP.resolve("README.md")));
    while (block.find()) {
      block.group(1).lines().filter(line -> !line.isBlank()).forEach(commands::add);
    }
    return commands;
  }

  private record Ran(int status, String said) {}

  private Ran run(String command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "run", ".txt");
    Process process = builder(command).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command + " ends by itself").isTrue();
    return new Ran(process.exitValue(), Files.readString(out));
  }

  /** Starts a command that runs until it is ended. */
  private Process shell(String command) throws IOException {
    return builder(command).redirectOutput(file(command).toFile()).start();
  }

  private ProcessBuilder builder(String command) {
    var builder =
        new ProcessBuilder("bash", "-c", command).directory(TOP.toFile()).redirectErrorStream(true);
    builder.environment().put("BELFRY_DIR", home.resolve("belfry").toString());
    builder.environment().put("BELFRY_BUILD", "never");
    return builder;
  }

  private String said(String name) throws IOException {
    Path file = name.equals("hub") ? file(SERVE) : file("exec " + MONITOR);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private Path file(String command) {
    return home.resolve(command.replaceAll("\\W+", "-") + ".txt");
  }
}
