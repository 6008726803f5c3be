package belfry.crash;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.wire.HubClient;
import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.event.Payload;
import belfry.testing.HubProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole hub killed with SIGKILL under load, again and again: what it acknowledged is there,
 * once. {@code -Dbelfry.kills=5000} for a longer run.
 */
class HubKillTest {
  private static final int KILLS = Integer.getInteger("belfry.kills", 100);
  private static final int CHECKED_EVERY = 20;
  private static final int WRITERS = 4;
  private static final JsonMapper JSON = new JsonMapper();

  private final long seed = Long.getLong("belfry.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  @Timeout(3600)
  void keepsEveryAcknowledgedEventOnceThroughKillsUnderLoad(@TempDir Path folder) throws Exception {
    Path home = folder.resolve("hub");
    for (int round = 1; round <= KILLS; round++) {
      try (HubProcess hub = HubProcess.start(home)) {
        if (round % CHECKED_EVERY == 0) {
          check(hub, round);
        }
        loadUntilKilled(hub, round, 20 + random.nextInt(250));
      }
    }
    try (HubProcess hub = HubProcess.start(home)) {
      check(hub, KILLS);
    }
    assertThat(acknowledged).as("events acknowledged in all rounds").hasSizeGreaterThan(KILLS);
  }

  private void loadUntilKilled(HubProcess hub, int round, long milliseconds) throws Exception {
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writers.add(Thread.ofVirtual().start(() -> write(hub, round, writer)));
    }
    Thread.sleep(milliseconds);
    hub.kill();
    for (Thread writer : writers) {
      writer.join();
    }
  }

  /** Even writers post one event at a time, odd ones batches of fifty. */
  private void write(HubProcess hub, int round, int writer) {
    int batch = writer % 2 == 0 ? 1 : 50;
    try (HubClient client = hub.client()) {
      for (int i = 0; ; i += batch) {
        var ids = new ArrayList<String>();
        var body = new StringBuilder();
        for (int j = i; j < i + batch; j++) {
          String id = round + "-" + writer + "-" + j;
          ids.add(id);
          body.append(event(id)).append('\n');
        }
        Reply reply =
            client.send(
                Request.post(
                    "/1.0/events/cloudevents",
                    "application/x-ndjson",
                    Payload.of(body.toString())));
        assertThat(reply.status()).as(reply.body().text()).isEqualTo(200);
        acknowledged.addAll(ids);
      }
    } catch (IOException e) {
      // The hub was killed: what was under way is not acknowledged.
    }
  }

  private static String event(String id) {
    return """
        {"specversion":"1.0","id":"%s","source":"/kill","type":"test.kill","data":{"note":"%s"}}"""
        .formatted(id, "x".repeat(100));
  }

  private void check(HubProcess hub, int round) throws IOException {
    Map<String, Integer> found = readAll(hub);
    var missing = acknowledged.stream().filter(id -> !found.containsKey(id)).limit(10).toList();
    var twice = found.entrySet().stream().filter(e -> e.getValue() > 1).limit(10).toList();
    assertThat(missing).as("acknowledged but missing, round %s, seed %s", round, seed).isEmpty();
    assertThat(twice).as("there more than once, round %s, seed %s", round, seed).isEmpty();
  }

  /** Every id in the journal and how often it is there, by search from the oldest on. */
  private static Map<String, Integer> readAll(HubProcess hub) throws IOException {
    var found = new HashMap<String, Integer>();
    String cursor = "";
    try (HubClient client = hub.client()) {
      do {
        var target =
            new Request.Target("/1.0/journal/events")
                .add("filter", "source = \"/kill\"")
                .add("order", "asc")
                .add("limit", "1000");
        if (!cursor.isEmpty()) {
          target.add("cursor", cursor);
        }
        Reply reply = client.send(Request.get(target.toString()));
        assertThat(reply.status()).as(reply.body().text()).isEqualTo(200);
        JsonNode page = JSON.readTree(reply.body().toBytes()).get("metadata");
        for (JsonNode event : page.get("events")) {
          found.merge(event.get("id").asString(), 1, Integer::sum);
        }
        cursor = page.path("next").asString("");
      } while (!cursor.isEmpty());
    }
    return found;
  }
}
