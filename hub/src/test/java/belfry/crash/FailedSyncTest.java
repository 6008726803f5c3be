package belfry.crash;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.event.Payload;
import belfry.testing.HubProcess;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel answers the hub's next fsync with an error, as it does when a disk dies; {@code
 * strace} plays the kernel.
 */
class FailedSyncTest {
  @Test
  @Timeout(120)
  void aFailedSyncMakesTheHubReadOnlyUntilARestartAndItSaysSo(@TempDir Path folder)
      throws Exception {
    Path home = folder.resolve("hub");
    try (HubProcess hub = HubProcess.start(home)) {
      assertThat(hub.send(event("before")).status()).isEqualTo(200);
      Process kernel = failSyncs(hub.pid());
      try {
        Reply refused = hub.send(event("during"));
        assertThat(refused.status()).as(refused.body().text()).isEqualTo(503);
      } finally {
        kernel.destroy();
        kernel.waitFor(10, TimeUnit.SECONDS);
      }
      Reply after = hub.send(event("after"));
      assertThat(after.status()).as("a failed sync is never tried again").isEqualTo(503);
      assertThat(after.body().text()).contains("read-only").contains("restart");
      assertThat(hub.send(Request.get("/health/ready")).status()).isEqualTo(503);
      assertThat(hub.send(Request.get("/1.0/journal/events/before")).status()).isEqualTo(200);
    }
    try (HubProcess hub = HubProcess.start(home)) {
      assertThat(hub.send(Request.get("/1.0/journal/events/before")).status()).isEqualTo(200);
      assertThat(hub.send(event("after")).status()).isEqualTo(200);
    }
  }

  private static Process failSyncs(long pid) throws Exception {
    Process strace =
        new ProcessBuilder(
                "strace",
                "-f",
                "-p",
                Long.toString(pid),
                "-e",
                "trace=fsync,fdatasync",
                "-e",
                "inject=fsync,fdatasync:error=EIO")
            .redirectErrorStream(true)
            .start();
    int first = strace.getInputStream().read();
    assertThat(first)
        .as("strace did not attach (apt-get install -y --no-install-recommends strace; as root)")
        .isPositive();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                strace.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
              } catch (java.io.IOException e) {
                // It was ended.
              }
            });
    return strace;
  }

  private static Request event(String id) {
    return Request.post(
        "/1.0/events/cloudevents",
        "application/cloudevents+json",
        Payload.of(
            """
            {"specversion":"1.0","id":"%s","source":"/sync","type":"test.sync"}"""
                .formatted(id)));
  }
}
