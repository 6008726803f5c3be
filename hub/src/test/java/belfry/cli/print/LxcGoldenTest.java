package belfry.cli.print;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the stock client of LXD 5.0.2 printed for given events, and what ours prints for them. */
class LxcGoldenTest {
  private static final String GOLDEN = "/captures/lxd-monitor-golden.jsonl";

  /** One recorded run. */
  record Run(
      String client, List<String> args, List<JsonValue> events, String stdout, String stderr) {
    boolean gaveUp() {
      return stderr.contains("Not supported event type");
    }

    @Override
    public String toString() {
      return client + " " + String.join(" ", args) + ", " + events.size() + " events";
    }
  }

  static List<Run> runs() throws Exception {
    var runs = new ArrayList<Run>();
    try (var in = LxcGoldenTest.class.getResourceAsStream(GOLDEN)) {
      var lines = new BufferedReader(new InputStreamReader(in, UTF_8)).lines().toList();
      for (String line : lines) {
        JsonValue run = Json.parse(Payload.of(line));
        runs.add(
            new Run(
                run.text("client"),
                run.get("args").orElseThrow().elements().stream().map(JsonValue::text).toList(),
                run.get("events").orElseThrow().elements(),
                run.text("stdout"),
                run.text("stderr")));
      }
    }
    return runs;
  }

  static List<Run> completeRuns() throws Exception {
    return runs().stream().filter(run -> !run.gaveUp()).toList();
  }

  @ParameterizedTest
  @MethodSource("completeRuns")
  void printsWhatTheStockClientPrintsByteForByte(Run run) {
    assertThat(printed(run)).isEqualTo(run.stdout());
  }

  @Test
  void printsTheRestWhereTheStockClientGaveUp() throws Exception {
    List<Run> broken = runs().stream().filter(Run::gaveUp).toList();
    assertThat(broken).hasSizeGreaterThan(3);
    for (Run run : broken) {
      assertThat(printed(run).lines())
          .as(run.toString())
          .hasSize(run.events().size())
          .last()
          .asString()
          .contains("Action: config-updated");
    }
  }

  private static String printed(Run run) {
    List<String> args = run.args();
    Severity least =
        args.contains("--loglevel") ? Severity.parse(args.getLast()).orElseThrow() : Severity.DEBUG;
    EventPrinter printer;
    if (args.contains("--pretty")) {
      printer = new LxcPretty(least, false, ZoneOffset.UTC);
    } else {
      printer = args.contains("yaml") ? new LxcYaml() : EventPrinter.json();
    }
    var out = new StringBuilder();
    for (JsonValue event : run.events()) {
      boolean wanted = !args.contains("--type") || event.text("type").equals("lifecycle");
      if (wanted) {
        printer.print(event).ifPresent(out::append);
      }
    }
    return out.toString();
  }
}
