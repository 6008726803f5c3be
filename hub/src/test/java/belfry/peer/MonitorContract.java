package belfry.peer;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Payload;
import belfry.format.json.JsonValue;
import belfry.testing.Proves;
import belfry.testing.RunningHub;
import belfry.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a stock {@code monitor} prints of a hub is what it printed of a server that told it the same
 * events. Where the recorded run ended at an event, it must live on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class MonitorContract {
  /** A line that both clients print of the lifecycle event in the runs that ended early. */
  private static final String SURVIVED =
      "time=\"2026-11-20T09:35:28Z\" level=info msg=\"Action: config-updated, Source: /1.0,"
          + " Requestor: unix/root (@)\"\n";

  private static final Map<String, String> STANDARD = Map.of();

  @TempDir Path folder;

  /** The program; fails with what to do if it is not there. */
  abstract Path program() throws Exception;

  /** Of its environment variables. */
  abstract String prefix();

  abstract Stream<Golden> recorded();

  StockClient monitor(RunningHub hub, String... args) throws Exception {
    return StockClient.monitor(program(), prefix(), hub, List.of(args));
  }

  RunningHub hub(Map<String, String> settings) throws IOException {
    return RunningHub.start(folder, settings);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  @Proves("lxd 14")
  @Proves("lxd 21")
  void printsOfAHubWhatItPrintedOfItsServer(Golden golden) throws Exception {
    // Old clients are spared security events whatever their output; here one is to show them.
    boolean shown = golden.tells("security") && !golden.died();
    Map<String, String> settings = shown ? Map.of("events.old_clients", "false") : STANDARD;
    String expected = expected(golden);
    try (RunningHub hub = hub(settings);
        StockClient client = monitor(hub, golden.args().toArray(String[]::new))) {
      for (JsonValue event : golden.events()) {
        String before = client.stdout();
        post(hub, event.raw());
        if (golden.prints(event) && reaches(golden, event)) {
          client.awaitMoreThan(before);
        }
      }
      assertThat(client.stdout()).isEqualTo(expected);
      assertThat(client.alive()).as(client.stderr()).isTrue();
    }
  }

  /** Types of nobody's are for the journal and are sent to no listener of LXD's stream. */
  private static boolean reaches(Golden golden, JsonValue event) {
    return switch (event.text("type")) {
      case "custom-x" -> false;
      case "security", "ovn" -> !golden.died();
      default -> true;
    };
  }

  private static String expected(Golden golden) {
    if (golden.died()) {
      return SURVIVED;
    }
    boolean spared = golden.tells("custom-x") && !golden.args().contains("--type");
    return spared
        ? golden.stdout().substring(golden.stdout().indexOf("\n\n") + 2)
        : golden.stdout();
  }

  @Test
  @Proves("lxd 12")
  void seesTheProjectsItAsksFor() throws Exception {
    Map<String, String> settings = Map.of("events.project", "same", "core.projects", "p1");
    try (RunningHub hub = hub(settings)) {
      assertThat(printed(hub, 1, "--format", "json", "--project", "p1"))
          .contains("\"one-1\"")
          .doesNotContain("\"two-1\"");
      assertThat(printed(hub, 2, "--format", "json")).contains("\"two-2\"").doesNotContain("one-");
      assertThat(printed(hub, 3, "--format", "json", "--all-projects"))
          .contains("\"one-3\"")
          .contains("\"two-3\"");
    }
  }

  /** What it prints of an event in p1 and one in default; the latter or all of them come last. */
  private String printed(RunningHub hub, int run, String... args) throws Exception {
    try (StockClient client = monitor(hub, args)) {
      boolean inProject = List.of(args).contains("p1");
      boolean all = List.of(args).contains("--all-projects");
      String[] order = {inProject ? "two" : "one", inProject ? "one" : "two"};
      for (String name : order) {
        String before = client.stdout();
        post(hub, Payload.of(lifecycle(name + "-" + run, name.equals("one") ? "p1" : "default")));
        if (all || name.equals(order[1])) {
          client.awaitMoreThan(before);
        }
      }
      return client.stdout();
    }
  }

  private static String lifecycle(String action, String project) {
    return "{\"type\":\"lifecycle\",\"timestamp\":\"2026-11-20T09:35:28.706664125Z\","
        + "\"metadata\":{\"action\":\""
        + action
        + "\",\"source\":\"/1.0\"},\"location\":\"none\",\"project\":\""
        + project
        + "\"}";
  }

  @Test
  void seesTheEventsOfOtherSystems() throws Exception {
    try (RunningHub hub = hub(STANDARD);
        StockClient client = monitor(hub, "--pretty", "--type", "lifecycle")) {
      String body =
          "{\"event\": \"VOLUME_STOP\", \"message\": {\"force\": true, \"name\": \"gv1\"}, "
              + "\"nodeid\": \"effeca22-dd38-4dce-80b3-27c9107833af\", \"ts\": 1700000100}";
      try (Wire wire = hub.wire()) {
        wire.post("/1.0/events/gluster", "application/json", body);
      }
      client.awaitMoreThan("");
      assertThat(client.stdout())
          .startsWith("time=\"2023-11-14T22:15:00Z\" level=info msg=\"Action: VOLUME_STOP, ")
          .contains("message.name=gv1");
    }
  }

  @Test
  @Proves("lxd 33")
  void saysWhyAStoppingHubEndsIt() throws Exception {
    RunningHub hub = hub(STANDARD);
    try (StockClient client = monitor(hub, "--pretty", "--type", "lifecycle")) {
      hub.close();
      assertThat(client.ended()).isEqualTo(1);
      assertThat(client.stderr())
          .contains("websocket: close 1001 (going away): the hub stops; resume with cursor=");
      assertThat(client.stdout()).isEmpty();
    }
  }

  private static void post(RunningHub hub, Payload event) throws IOException {
    try (Wire wire = hub.wire()) {
      Wire.Answer answer = wire.post("/1.0/events/lxd", "application/json", event.text());
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
  }
}
