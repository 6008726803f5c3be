package belfry.cli.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Argument lists as Python's argparse reads them; each was tried on the real program. */
class ArgumentsTest {
  @TempDir Path dir;

  @Test
  void optionsMayBeCutShortJoinedAndStandAnywhere() throws Usage {
    assertThat(parsed("webhook-add", "--bear", "x", "u").values())
        .containsEntry("bearer_token", "x")
        .containsEntry("url", "u");
    assertThat(parsed("webhook-add", "-tfoo", "--secret=b=r", "u").values())
        .containsEntry("bearer_token", "foo")
        .containsEntry("secret", "b=r");
    assertThat(parsed("webhook-add", "u", "-t", "", "--json").json()).isTrue();
    assertThat(parsed("config-set", "port", "-5").value("value")).isEqualTo("-5");
    assertThat(parsed("webhook-del", "--", "--json").value("url")).isEqualTo("--json");
  }

  private static Arguments parsed(String... args) throws Usage {
    return Arguments.parse(List.of(args)).orElseThrow();
  }

  @Test
  void errorsAreThoseOfArgparse() {
    refused(
        "webhook-add: error: argument --bearer_token/-t: expected one argument",
        "webhook-add",
        "-t");
    refused("status: error: argument --json: ignored explicit argument '1'", "status", "--json=1");
    refused("config-set: error: the following arguments are required: name, value", "config-set");
    refused("error: unrecognized arguments: b", "webhook-add", "a", "b");
    refused("error: unrecognized arguments: --bogus", "webhook-add", "a", "--bogus");
    refused("error: unrecognized arguments: -x", "-x", "status");
    refused("error: unrecognized arguments: --json", "--json", "status");
  }

  private void refused(String error, String... args) {
    var program = new Program(dir);
    assertThat(program.run(args)).isEqualTo(2);
    assertThat(program.err()).startsWith("usage: gluster-eventsapi ");
    assertThat(program.err()).contains("\ngluster-eventsapi").endsWith(error + "\n");
    assertThat(program.out()).isEmpty();
  }

  @Test
  void commandsForPeersHaveHelpToo() {
    var program = new Program(dir);
    assertThat(program.run("node-webhook-test", "-h")).isZero();
    assertThat(program.out())
        .isEqualTo(
            """
            usage: gluster-eventsapi node-webhook-test [-h] [--json]
                                                       url bearer_token secret

            positional arguments:
              url
              bearer_token
              secret

            options:
              -h, --help    show this help message and exit
              --json        JSON Output
            """);
  }

  @Test
  void aCellOfTwoLinesMakesItsRowHigher() {
    var table = new Table(Table.Align.CENTRE, Table.Align.RIGHT, "N", "VALUE");
    table.row("ab", "one\nthree3");
    table.row("c", "");
    assertThat(table)
        .hasToString(
            """
            +----+--------+
            | N  |  VALUE |
            +----+--------+
            | ab |    one |
            |    | three3 |
            | c  |        |
            +----+--------+
            """);
  }
}
