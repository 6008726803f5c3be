package belfry.source.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.metrics.Metrics;
import belfry.source.Source;
import belfry.testing.SourceContract;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;

/** Nobody acknowledges a datagram and nobody sends it again: the source itself must keep it. */
class GlusterSourceContractTest extends SourceContract {
  @TempDir Path workdir;

  @Override
  protected Upstream open() throws Exception {
    var source =
        new GlusterSource(
            Rig.settings(workdir).withPort(0),
            InstantSource.system(),
            new Random(1),
            new Metrics());
    return new Upstream() {
      @Override
      public Source source() {
        return source;
      }

      @Override
      public void send(List<String> events) throws Exception {
        Awaitility.await().atMost(Rig.SOON).until(() -> source.port() > 0);
        try (var socket = new DatagramSocket()) {
          for (String event : events) {
            byte[] bytes = event.getBytes(UTF_8);
            var to = new InetSocketAddress(Rig.IPV4, source.port());
            socket.send(new DatagramPacket(bytes, bytes.length, to));
          }
        }
      }

      @Override
      public boolean acknowledges() {
        return false;
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }
}
