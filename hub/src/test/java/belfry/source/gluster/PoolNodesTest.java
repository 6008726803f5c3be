package belfry.source.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.testing.Proves;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolNodesTest {
  @TempDir Path workdir;

  private void peer(String uuid, String... names) throws IOException {
    var text = new StringBuilder("uuid=" + uuid + "\nstate=3\n");
    for (int i = 0; i < names.length; i++) {
      text.append("hostname").append(i + 1).append('=').append(names[i]).append('\n');
    }
    Files.createDirectories(workdir.resolve("peers"));
    Files.writeString(workdir.resolve("peers").resolve(uuid), text);
  }

  @Test
  @Proves("gluster 9")
  void areAllAddressesOfAllNamesOfThePeers() throws Exception {
    peer("a", "10.77.0.2", "localhost");
    peer("b", "2001:db8::7", "no-such-node.invalid");

    assertThat(PoolNodes.of(workdir).addresses())
        .contains(
            InetAddress.ofLiteral("10.77.0.2"),
            InetAddress.ofLiteral("127.0.0.1"),
            InetAddress.ofLiteral("2001:db8::7"));
  }

  @Test
  void aNodeThatJoinsIsKnownSoonAndOneThatLeavesIsNot() throws Exception {
    var nodes = PoolNodes.of(workdir);
    assertThat(nodes.addresses()).isEmpty();
    peer("a", "10.77.0.2");
    Awaitility.await().until(() -> nodes.addresses().size() == 1);
    peer("a");
    Awaitility.await().until(() -> nodes.addresses().isEmpty());
  }

  @Test
  void noMoreNamesAreLookedUpThanTheLimit() throws Exception {
    List<String> names =
        IntStream.rangeClosed(0, PoolNodes.NAMES_MAX)
            .mapToObj(i -> "10.77." + i / 256 + "." + i % 256)
            .toList();
    peer("a", names.toArray(String[]::new));

    assertThat(PoolNodes.of(workdir).addresses()).hasSize(PoolNodes.NAMES_MAX);
  }
}
