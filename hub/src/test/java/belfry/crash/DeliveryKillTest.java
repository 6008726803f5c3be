package belfry.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import belfry.cli.wire.HubClient;
import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.event.Payload;
import belfry.testing.HubProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hub and destination killed with SIGKILL under load, again and again: what was acknowledged is
 * delivered or a dead letter, and what is delivered again has the same webhook-id. {@code
 * -Dbelfry.delivery.kills=500} for a longer run.
 */
class DeliveryKillTest {
  private static final int KILLS = Integer.getInteger("belfry.delivery.kills", 20);
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PATH = "/1.0/subscriptions";

  private final long seed = Long.getLong("belfry.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  @TempDir Path folder;
  private int port;
  private Process receiver;

  @AfterEach
  void stop() throws Exception {
    receiver.destroyForcibly().waitFor();
  }

  private Path received() {
    return folder.resolve("received");
  }

  @Test
  @Timeout(3600)
  void whatWasAcknowledgedIsDeliveredOrADeadLetterThroughKillsOfBoth() throws Exception {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    startReceiver();
    Path home = folder.resolve("hub");
    HubProcess hub = HubProcess.start(home);
    subscribe(hub);
    for (int round = 1; round <= KILLS; round++) {
      Thread writer = write(hub, round);
      TimeUnit.MILLISECONDS.sleep(20 + random.nextInt(250));
      if (random.nextInt(3) == 0) {
        receiver.destroyForcibly().waitFor();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
      }
      hub.kill();
      writer.join();
      if (!receiver.isAlive()) {
        startReceiver();
      }
      hub = HubProcess.start(home);
    }
    try (HubProcess last = hub) {
      await().atMost(PATIENCE).until(() -> settled(last));
      check(last);
    }
    assertThat(acknowledged).as("events acknowledged in all rounds").hasSizeGreaterThan(KILLS);
  }

  private void startReceiver() throws IOException {
    receiver =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Receiver.class.getName(),
                Integer.toString(port),
                received().toString())
            .inheritIO()
            .start();
  }

  private void subscribe(HubProcess hub) throws IOException {
    String document =
        """
        {"name": "kill", "filter": "source = \\"/kill\\"", "sink": "webhook", "order": "none",
         "settings": {"url": "http://127.0.0.1:%d/"}, "allow_address": true, "concurrency": 4,
         "retry": {"delays": ["100ms"], "attempts": 1000, "total": "1d"}}"""
            .formatted(port);
    Reply reply = hub.send(Request.post(PATH, "application/json", Payload.of(document)));
    assertThat(reply.status()).as(reply.body().text()).isEqualTo(201);
  }

  private Thread write(HubProcess hub, int round) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (HubClient client = hub.client()) {
                for (int i = 0; ; i++) {
                  String id = round + "-" + i;
                  Reply reply =
                      client.send(
                          Request.post(
                              "/1.0/events/cloudevents",
                              "application/json",
                              Payload.of(
                                  """
                                  {"specversion":"1.0","id":"%s","source":"/kill","type":"t"}"""
                                      .formatted(id))));
                  assertThat(reply.status()).as(reply.body().text()).isEqualTo(200);
                  acknowledged.add(id);
                }
              } catch (IOException e) {
                // The hub was killed: what was under way is not acknowledged.
              }
            });
  }

  private static JsonNode metadata(HubProcess hub, String target) throws IOException {
    Reply reply = hub.send(Request.get(target));
    assertThat(reply.status()).as(reply.body().text()).isEqualTo(200);
    return JSON.readTree(reply.body().toBytes()).get("metadata");
  }

  private static boolean settled(HubProcess hub) throws IOException {
    JsonNode status = metadata(hub, PATH + "/kill").get("status");
    return status.get("lag").asInt() == 0 && status.get("deferred").asInt() == 0;
  }

  private void check(HubProcess hub) throws IOException {
    Map<String, String> delivered = new HashMap<>();
    for (String line : Files.readAllLines(received(), UTF_8)) {
      int space = line.indexOf(' ');
      String event = JSON.readTree(line.substring(space + 1)).get("id").asString();
      String known = delivered.putIfAbsent(event, line.substring(0, space));
      if (known != null) {
        assertThat(line).as("the same webhook-id, seed %s", seed).startsWith(known + " ");
      }
    }
    var found = new HashSet<>(delivered.keySet());
    JsonNode letters = metadata(hub, PATH + "/kill/dead-letters?limit=1000");
    letters.get("dead_letters").forEach(one -> found.add(one.at("/event/id").asString()));
    assertThat(acknowledged.stream().filter(id -> !found.contains(id)).limit(10).toList())
        .as("acknowledged and neither delivered nor a dead letter, seed %s", seed)
        .isEmpty();
  }
}
