package belfry.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.shell.Exit;
import belfry.cli.wire.HubAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CliTest {
  @TempDir Path dir;

  @Test
  void endsWithTwoForWrongArgumentsAndSuggestsWhatWasMeant() {
    var session = new Session();
    assertThat(session.run("serach")).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("search");
    assertThat(session.run()).isEqualTo(Exit.USAGE);
    assertThat(session.run("search", "--limit", "many")).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("--limit").contains("see `belfry search --help`");
    assertThat(session.run("status", "--hub", "ftp://x")).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("hub: ftp://x (expected: unix:/path");
  }

  @Test
  void endsWithThreeAndTheWayOutWhenNoHubAnswers() {
    var session = new Session().env("BELFRY_DIR", dir.toString());
    assertThat(session.run("status")).isEqualTo(Exit.UNREACHABLE);
    assertThat(session.err())
        .contains("no hub is running here (looked at " + dir.resolve("unix.socket"))
        .contains("belfry serve --demo");
    assertThat(session.run("status", "--hub", "unix:" + dir.resolve("x"))).isEqualTo(3);
    assertThat(session.err()).contains("there is no such socket");
    assertThat(session.run("search", "--hub", "http://127.0.0.1:1")).isEqualTo(3);
  }

  @Test
  void meetsTheDemoWithoutAnOption() throws IOException {
    Files.createDirectories(dir.resolve("demo"));
    var session = new Session().env("BELFRY_DIR", dir.toString());
    try (var hub =
        new FakeHub(dir.resolve("demo/unix.socket"), FakeHub.metadata("[{\"type\":\"a.b\"}]"))) {
      assertThat(session.run("types", "--format", "json")).isEqualTo(Exit.DONE);
      assertThat(session.out()).isEqualTo("{\"type\":\"a.b\"}\n");
      assertThat(hub.asked).hasSize(1);
    }
  }

  @Test
  void sendsTheTokenOfTheFileThatWasNamed() throws IOException {
    Path file = dir.resolve("token");
    Files.writeString(file, "s3cret\n");
    var session = new Session();
    try (var hub = new FakeHub(dir.resolve("s"), FakeHub.metadata("[{\"type\":\"a\"}]"))) {
      session.run("types", "--token-file", file.toString(), "--hub", hub.address());
      assertThat(hub.asked.getFirst().headers()).containsEntry("authorization", "Bearer s3cret");
    }
  }

  @Test
  void everyCommandHelpsWithExamplesAndExitCodes() {
    var session = new Session();
    var commands = new ArrayList<String>();
    collect(session.cli().commandLine(), commands);
    assertThat(commands).contains("serve", "search", "subscription add", "webhook add");
    for (String command : commands) {
      assertThat(session.run((command + " --help").split(" "))).isEqualTo(Exit.DONE);
      assertThat(session.out())
          .as(command)
          .contains("Usage: belfry " + command)
          .contains("Examples:\n  belfry " + command)
          .contains("Exit status: 0")
          .doesNotContain("\u001b");
      assertThat(session.out().lines()).allMatch(line -> line.length() <= 100);
    }
  }

  /** Those that are ours in every word. */
  private static void collect(CommandLine of, List<String> commands) {
    for (CommandLine command : of.getSubcommands().values()) {
      String name = command.getCommandSpec().qualifiedName().substring("belfry ".length());
      if (!command.getCommandSpec().usageMessage().hidden()
          && !Set.of("gluster-eventsapi", "completion", "version").contains(name)) {
        commands.add(name);
        collect(command, commands);
      }
    }
  }

  @Test
  void namesTheCommandsOfAGroupAndWhatWasMeant() {
    var session = new Session();
    assertThat(session.run("subscription")).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("expected: one of list, show, add, edit");
    assertThat(session.run("subscription", "pasue", "ops")).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("pause");
    assertThat(session.run("webhook", "add")).isEqualTo(Exit.USAGE);
    assertThat(session.err()).contains("URL").contains("see `belfry webhook add --help`");
  }

  @Test
  void readsEveryFormOfAnAddress() {
    assertThat(HubAddress.parse("/run/x")).isEqualTo(new HubAddress.Unix(Path.of("/run/x")));
    assertThat(HubAddress.parse("unix:/run/x")).isEqualTo(HubAddress.parse("unix:///run/x"));
    assertThat(HubAddress.parse("http://[::1]:99")).isEqualTo(new HubAddress.Tcp("::1", 99));
    assertThat(HubAddress.parse("http://[::1]:99")).hasToString("http://[::1]:99");
    assertThat(HubAddress.parse("http://host")).hasToString("http://host:8990");
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    var session = new Session();
    assertThat(session.run("completion", "bash")).isEqualTo(Exit.DONE);
    Path script = dir.resolve("belfry.bash");
    Files.writeString(script, session.out());
    String ask =
        """
        compopt() { :; }  # only works within a real completion
        source %s
        COMP_WORDS=(belfry mon); COMP_CWORD=1; _complete_belfry; echo "${COMPREPLY[@]}"
        COMP_WORDS=(belfry subscription pau); COMP_CWORD=2; COMPREPLY=(); _complete_belfry
        echo "${COMPREPLY[@]}"
        COMP_WORDS=(belfry search --his); COMP_CWORD=2; COMPREPLY=(); _complete_belfry
        echo "${COMPREPLY[@]}"
        """
            .formatted(script);
    Process bash = new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
    assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("monitor\npause\n--histogram\n");
    assertThat(bash.waitFor()).isZero();
  }
}
