package belfry.crash;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.wire.HubClient;
import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.event.Payload;
import belfry.testing.HubProcess;
import belfry.testing.Proves;
import belfry.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two thousand listeners that wait, a hundred that read everything, and three that do not read. */
class CrowdTest {
  private static final int IDLE = 2000;
  private static final int BUSY = 100;
  private static final int STALLED = 3;
  private static final int EVENTS = 10_000;
  private static final int BATCH = 100;
  private static final long STALLED_COST_MAX = 10L << 20;
  private static final Pattern SEQUENCE = Pattern.compile("\"seq\":\"(\\d+)\"");
  private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");

  @Test
  @Timeout(240)
  @Proves("lxd 17")
  @Proves("lxd 18")
  void stalledListenersNeitherDelayNorDisorderTheOthersAndCostNoMemory(@TempDir Path folder)
      throws Exception {
    try (HubProcess hub = HubProcess.start(folder.resolve("hub"));
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Wire> idle = listen(hub, IDLE, "/1.0/events?filter=type%20%3D%20never");
      List<Wire> busy =
          listen(hub, BUSY, "/1.0/events?type=logging&filter=data.metadata.context.seq%20EXISTS");

      List<Wire> stalled = listen(hub, STALLED, "/1.0/events?type=logging");
      List<Future<Void>> reading = read(readers, busy, 0);
      publish(hub, 0);
      assertAllRead(reading);

      // What they cost is what is freed when they go; everything else on the heap stays.
      long withThem = heapUsed(hub);
      closeAll(stalled);
      long withoutThem = heapUsed(hub);
      assertThat(withThem - withoutThem)
          .as("heap that %s stalled listeners cost, in bytes", STALLED)
          .isLessThan(STALLED_COST_MAX);
      closeAll(idle);
      closeAll(busy);
    }
  }

  private static List<Wire> listen(HubProcess hub, int count, String target) throws IOException {
    var listeners = new ArrayList<Wire>();
    for (int i = 0; i < count; i++) {
      Wire wire = Wire.unix(hub.socket());
      assertThat(wire.upgrade(target).status()).isEqualTo(101);
      listeners.add(wire);
    }
    return listeners;
  }

  /** Each listener must see exactly the numbers from {@code from} on, in order. */
  private static List<Future<Void>> read(ExecutorService readers, List<Wire> busy, int from) {
    var done = new ArrayList<Future<Void>>();
    for (Wire wire : busy) {
      Callable<Void> reading =
          () -> {
            for (int expected = from; expected < from + EVENTS; expected++) {
              Matcher sequence = SEQUENCE.matcher(wire.event());
              assertThat(sequence.find()).isTrue();
              assertThat(Integer.parseInt(sequence.group(1))).isEqualTo(expected);
            }
            return null;
          };
      done.add(readers.submit(reading));
    }
    return done;
  }

  private static void assertAllRead(List<Future<Void>> readers) throws Exception {
    for (Future<Void> reader : readers) {
      reader.get();
    }
  }

  private static void publish(HubProcess hub, int from) throws IOException {
    try (HubClient client = hub.client()) {
      for (int batch = from; batch < from + EVENTS; batch += BATCH) {
        var body = new StringBuilder();
        for (int i = batch; i < batch + BATCH; i++) {
          body.append(
              """
              {"type":"logging","timestamp":"2026-11-20T09:35:56Z","metadata":{"message":"flood",\
              "level":"info","context":{"seq":"%d","padding":"%s"}},"location":"none"}
              """
                  .formatted(i, "x".repeat(200)));
        }
        Reply reply =
            client.send(
                Request.post(
                    "/1.0/events/lxd", "application/x-ndjson", Payload.of(body.toString())));
        assertThat(reply.status()).as(reply.body().text()).isEqualTo(200);
      }
    }
  }

  /** Live bytes on the hub's heap, after a collection. */
  private static long heapUsed(HubProcess hub) throws IOException, InterruptedException {
    jcmd(hub, "GC.run");
    Matcher used = HEAP_USED.matcher(jcmd(hub, "GC.heap_info"));
    long sum = 0;
    while (used.find()) {
      sum += Long.parseLong(used.group(1)) * 1024;
    }
    assertThat(sum).as("used heap, by jcmd").isPositive();
    return sum;
  }

  private static String jcmd(HubProcess hub, String command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(hub.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static void closeAll(List<Wire> wires) throws IOException {
    for (Wire wire : wires) {
      wire.close();
    }
  }
}
