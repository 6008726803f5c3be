package belfry.source.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Event;
import belfry.source.gluster.GlusterSettings.Limits;
import belfry.testing.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIdTest {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final String OTHER = "11111111-dd38-4dce-80b3-27c9107833af";

  @TempDir Path workdir;

  private GlusterSettings waiting(Duration nodeIdWaitMax) throws Exception {
    Limits limits = Limits.STANDARD;
    GlusterSettings settings = Rig.settings(workdir);
    Files.delete(workdir.resolve("glusterd.info"));
    return settings.withLimits(
        new Limits(limits.perSecond(), limits.burst(), limits.bufferBytesMax(), nodeIdWaitMax));
  }

  @Test
  @Proves("gluster 7")
  void anEventBeforeTheFileIsThereWaitsForIt() throws Exception {
    try (Rig rig = Rig.of(waiting(WAIT))) {
      rig.send(Rig.IPV4, "1700000000 2 name=early");
      Awaitility.await()
          .during(Duration.ofMillis(700))
          .atMost(Rig.SOON)
          .until(() -> rig.source.measures().waiting() == 1 && rig.events().isEmpty());
      Rig.writeInfo(workdir, Rig.NODEID);

      Event event = rig.awaitDatagrams(1).getFirst();
      assertThat(event.source()).isEqualTo("/gluster/" + Rig.NODEID);
      assertThat(event.location()).contains(Rig.NODEID);
    }
  }

  @Test
  @Proves("gluster 7")
  void anEventThatWaitedLongEnoughGoesInWithoutANodeAndTheNextOneAtOnce() throws Exception {
    try (Rig rig = Rig.of(waiting(Duration.ofMillis(500)))) {
      rig.send(Rig.IPV4, "1700000000 2 name=early");
      Event event = rig.awaitDatagrams(1).getFirst();
      assertThat(event.source()).isEqualTo("/gluster");

      Rig.writeInfo(workdir, Rig.NODEID);
      Awaitility.await()
          .atMost(Rig.SOON)
          .until(
              () -> {
                rig.send(Rig.IPV4, "1700000000 2 name=later");
                return rig.datagrams().getLast().source().equals("/gluster/" + Rig.NODEID);
              });
    }
  }

  @Test
  @Proves("gluster 7")
  void anEventThatWaitsWhenTheHubStopsIsTaken() throws Exception {
    try (Rig rig = Rig.of(waiting(WAIT))) {
      rig.send(Rig.IPV4, "1700000000 2 name=early");
      Awaitility.await().atMost(Rig.SOON).until(() -> rig.source.measures().waiting() == 1);
      rig.supervisor.close();

      assertThat(rig.datagrams()).extracting(Event::source).containsExactly("/gluster");
    }
  }

  @Test
  @Proves("gluster 7")
  void theFileIsReadAgainWhenItChanges() throws Exception {
    Rig.writeInfo(workdir, Rig.NODEID);
    var nodeId = new NodeId(workdir, WAIT);
    assertThat(nodeId.current()).contains(Rig.NODEID);

    Rig.writeInfo(workdir, OTHER);
    Awaitility.await()
        .atMost(Rig.SOON)
        .untilAsserted(() -> assertThat(nodeId.current()).contains(OTHER));
  }

  @Test
  void aFileThatGoesAwayLeavesTheLastId() throws Exception {
    Rig.writeInfo(workdir, Rig.NODEID);
    var nodeId = new NodeId(workdir, WAIT);
    assertThat(nodeId.current()).contains(Rig.NODEID);

    Files.delete(workdir.resolve("glusterd.info"));
    Awaitility.await()
        .during(Duration.ofMillis(1_500))
        .atMost(Rig.SOON)
        .until(() -> nodeId.current().equals(Optional.of(Rig.NODEID)));
  }

  @Test
  void waitsNoLongerThanItsLimitAndNotAtAllWithoutRoom() {
    var nodeId = new NodeId(workdir, WAIT);
    assertThat(nodeId.ready(NOW, NOW.plus(WAIT).minusNanos(1), false)).isFalse();
    assertThat(nodeId.ready(NOW, NOW.plus(WAIT), false)).isTrue();
    assertThat(nodeId.ready(NOW, NOW, false)).as("once and for all").isTrue();

    assertThat(new NodeId(workdir, WAIT).ready(NOW, NOW, true)).isTrue();
  }

  @Test
  void aFileWithoutTheLineIsNone() throws Exception {
    Files.writeString(workdir.resolve("glusterd.info"), "operating-version=100000\nUUID=\n");
    assertThat(new NodeId(workdir, WAIT).current()).isEmpty();
  }
}
