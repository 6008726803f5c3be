package belfry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code docs/reference/cli.md} is what the commands say about themselves. */
class ReferenceTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().resolveSibling("docs/reference/cli.md");

  @Test
  void thePageIsWhatTheCommandsSay() throws Exception {
    String page = page();
    if (Boolean.getBoolean("belfry.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("stale: run this test with -Dbelfry.write=true").content().isEqualTo(page);
  }

  private static String page() {
    var page = new StringBuilder("# Command line\n\nMade from the commands' own help.\n");
    var session = new Session();
    session.run("--help");
    page.append("\n```\n").append(session.out()).append("```\n");
    describe(session.cli().commandLine(), session, page);
    return page.toString();
  }

  private static void describe(CommandLine of, Session session, StringBuilder page) {
    for (CommandLine command : of.getSubcommands().values()) {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        String name = command.getCommandSpec().qualifiedName();
        session.run((name.substring(name.indexOf(' ') + 1) + " --help").split(" "));
        page.append("\n## ").append(name).append("\n\n```\n");
        page.append(session.out()).append("```\n");
        describe(command, session, page);
      }
    }
  }
}
