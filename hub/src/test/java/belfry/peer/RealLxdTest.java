package belfry.peer;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Certificates;
import belfry.testing.Proves;
import belfry.testing.RunningHub;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Debian's LXD daemon, 5.0.2. */
class RealLxdTest extends RealServerContract {
  @Override
  LxdDaemon.Brand brand() {
    return LxdDaemon.Brand.LXD;
  }

  @Test
  @Proves("lxd 31")
  void aServerOverTlsIsHeardWithTheFolderThatLxcLeavesAndItsPinHolds() throws Exception {
    try (LxdDaemon daemon = LxdDaemon.startOnLoopback(brand(), dir.resolve("d"))) {
      String address = "127.0.0.1:" + freePort();
      daemon.run("config set core.https_address=" + address + " core.trust_password=open");
      daemon.run("remote add real https://" + address + " --accept-certificate --password open");
      var settings =
          Map.of(
              "lxd.sources",
              "real=https://" + address,
              "lxd.certificates",
              daemon.client().toString());
      assertThat(daemon.client().resolve("client.key"))
          .content()
          .as("the form of key that Java cannot read by itself")
          .contains("BEGIN EC PRIVATE KEY");
      try (RunningHub hub = RunningHub.start(dir.resolve("hub"), settings)) {
        listens(hub, daemon);
        daemon.run("profile create over-tls");
        Awaitility.await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(found(hub, "type = lxd.lifecycle.profile-created", "native"))
                        .hasSize(1));
      }
      Path pin = daemon.client().resolve("servercerts").resolve("real.crt");
      Files.writeString(pin, Certificates.make(dir, "other", "ip:127.0.0.1").pem());
      try (RunningHub hub = RunningHub.start(dir.resolve("hub"), settings)) {
        Awaitility.await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(source(hub).path("reason").asString(""))
                        .contains("https://" + address)
                        .contains("another certificate than the pinned one"));
      }
    }
  }

  private static int freePort() throws Exception {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
