package belfry.crash;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.event.Payload;
import belfry.testing.HubProcess;
import belfry.testing.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub on a small file system of its own, filled up and given room again. Needs root to mount. */
class FullDiskTest {
  private static final int BATCHES_MAX = 2000;

  @Test
  @Timeout(180)
  @Proves("audit 53")
  void aFullDiskRefusesWith507AndRecoversWithoutARestart(@TempDir Path folder) throws Exception {
    Path mount = Files.createDirectory(folder.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=48m", "belfry-test", mount.toString());
    try (HubProcess hub = HubProcess.start(mount.resolve("hub"))) {
      var acknowledged = new ArrayList<Integer>();
      Reply full = fill(hub, acknowledged);
      assertThat(full.status()).as(full.body().text()).isEqualTo(507);
      assertThat(full.body().text()).contains("\"error_code\":507").contains("BELFRY-");
      assertThat(hub.send(Request.get("/1.0/journal/events?limit=1")).status()).isEqualTo(200);

      run("mount", "-o", "remount,size=256m", mount.toString());
      Reply again = hub.send(batch(BATCHES_MAX));
      assertThat(again.status()).as(again.body().text()).isEqualTo(200);
      acknowledged.add(BATCHES_MAX);
      for (int number : List.of(acknowledged.getFirst(), acknowledged.getLast())) {
        Reply found = hub.send(Request.get("/1.0/journal/events/" + number + "-99"));
        assertThat(found.status()).as("event %s-99", number).isEqualTo(200);
      }
    } finally {
      run("umount", "--lazy", mount.toString());
    }
  }

  /** Posts until the hub does not take it any more; returns what it said then. */
  private static Reply fill(HubProcess hub, List<Integer> acknowledged) throws IOException {
    for (int i = 0; i < BATCHES_MAX; i++) {
      Reply reply = hub.send(batch(i));
      if (reply.status() != 200) {
        return reply;
      }
      acknowledged.add(i);
    }
    throw new AssertionError("the disk did not fill up with " + BATCHES_MAX + " batches");
  }

  private static Request batch(int number) {
    var body = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      body.append(
          """
          {"specversion":"1.0","id":"%d-%d","source":"/full","type":"test.full","data":"%s"}
          """
              .formatted(number, i, Integer.toString(i * 7919 + number, 36).repeat(150)));
    }
    return Request.post(
        "/1.0/events/cloudevents", "application/x-ndjson", Payload.of(body.toString()));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor())
        .as("%s (expected: to run as root) said: %s", String.join(" ", command), said)
        .isZero();
  }
}
