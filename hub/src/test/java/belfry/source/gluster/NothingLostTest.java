package belfry.source.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Event;
import belfry.intake.Intake;
import belfry.source.SourceState;
import belfry.testing.Proves;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datagrams sent are events in the journal and counts in gaps, no more and no less. */
class NothingLostTest {
  @TempDir Path workdir;

  private static String datagram(int number) {
    return "1700000000 2 name=" + number;
  }

  /** As fast as one thread can. */
  private static void burst(Rig rig, int count) throws IOException {
    try (var channel = DatagramChannel.open()) {
      var to = new InetSocketAddress(Rig.IPV4, rig.source.port());
      for (int i = 0; i < count; i++) {
        channel.send(ByteBuffer.wrap(datagram(i).getBytes(UTF_8)), to);
      }
    }
  }

  private static void assertSum(Rig rig, int sent) throws Exception {
    List<Event> events = rig.datagrams();
    assertThat(events.size() + rig.missing("")).isEqualTo(sent);
    List<Integer> numbers =
        events.stream()
            .map(event -> Integer.parseInt(Rig.data(event).substring(datagram(0).length() - 1)))
            .toList();
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
  }

  @Test
  @Proves("gluster 2")
  void aBurstOfAHundredThousandIsJournaledOrCountedToTheLastOne() throws Exception {
    int sent = 100_000;
    try (Rig rig = Rig.of(Rig.settings(workdir))) {
      burst(rig, sent);
      Awaitility.await()
          .atMost(Rig.SOON)
          .until(() -> rig.datagrams().size() + rig.missing("") >= sent);
      rig.supervisor.close();

      assertSum(rig, sent);
      assertThat(rig.source.measures().waiting()).isZero();
      assertThat(rig.lost()).isEqualTo(rig.missing(""));
    }
  }

  @Test
  @Proves("gluster 4")
  void whatTheBufferHasNoRoomForIsAGapWithItsCount() throws Exception {
    GlusterSettings.Limits standard = GlusterSettings.Limits.STANDARD;
    var limits =
        new GlusterSettings.Limits(
            standard.perSecond(), standard.burst(), 100 * 200, standard.nodeIdWaitMax());
    var broken = new AtomicInteger(1);
    try (Rig rig =
        new Rig(
            Rig.settings(workdir).withLimits(limits),
            UdpSocket.OPENERS,
            intake -> failing(broken, intake))) {
      rig.start();
      burst(rig, 3_000);
      Awaitility.await().atMost(Rig.SOON).until(() -> rig.lost() > 2_000);
      broken.set(0);
      Awaitility.await()
          .atMost(Rig.SOON)
          .until(() -> rig.datagrams().size() + rig.missing("") >= 3_000);
      rig.supervisor.close();

      assertSum(rig, 3_000);
      assertThat(rig.missing("buffer of the source")).isGreaterThan(1_000);
    }
  }

  /** While {@code broken} is not zero every call is taken by nobody. */
  private static Intake failing(AtomicInteger broken, Intake intake) {
    return (terms, items) -> {
      if (broken.get() > 0) {
        throw new IOException("told to fail");
      }
      return intake.accept(terms, items);
    };
  }

  @Test
  void whatIsReadWhileTheJournalIsBusyWaits() throws Exception {
    try (Rig rig = Rig.of(Rig.settings(workdir))) {
      rig.journal.busy(true);
      burst(rig, 2_000);
      Awaitility.await().atMost(Rig.SOON).until(() -> rig.source.measures().waiting() == 2_000);
      rig.journal.busy(false);

      rig.awaitDatagrams(2_000);
      assertSum(rig, 2_000);
      assertThat(rig.missing("")).isZero();
    }
  }

  @Test
  void whatWasOnDiskThoughIntakeFailedIsNotTakenTwice() throws Exception {
    var failures = new AtomicInteger(2);
    try (Rig rig =
        new Rig(
            Rig.settings(workdir),
            UdpSocket.OPENERS,
            intake ->
                (terms, items) -> {
                  var receipt = intake.accept(terms, items);
                  if (failures.getAndDecrement() > 0) {
                    throw new IOException("told to fail after it was written");
                  }
                  return receipt;
                })) {
      rig.start();
      burst(rig, 500);

      rig.awaitDatagrams(500);
      Awaitility.await()
          .during(Duration.ofMillis(600))
          .atMost(Rig.SOON)
          .until(() -> rig.datagrams().size() == 500);
      assertSum(rig, 500);
    }
  }

  @Test
  void whatWaitsForTheNextRunIsTakenAtTheEnd() throws Exception {
    var broken = new AtomicInteger(1);
    try (Rig rig =
        new Rig(Rig.settings(workdir), UdpSocket.OPENERS, intake -> failing(broken, intake))) {
      rig.start();
      burst(rig, 300);
      Awaitility.await()
          .atMost(Rig.SOON)
          .until(
              () ->
                  rig.supervisor.status().getFirst().failures() > 2
                      && rig.supervisor.status().getFirst().state() instanceof SourceState.Waiting);
      broken.set(0);
      rig.supervisor.close();

      assertSum(rig, 300);
      assertThat(rig.datagrams()).hasSize(300);
    }
  }

  @Test
  void aSocketThatFailsIsOpenedAgain() throws Exception {
    var opened = new CopyOnWriteArrayList<DatagramChannel>();
    UdpSocket.Opener opener =
        () -> {
          opened.add(DatagramChannel.open());
          return opened.getLast();
        };
    try (Rig rig = new Rig(Rig.settings(workdir), List.of(opener), intake -> intake)) {
      rig.start();
      burst(rig, 10);
      rig.awaitDatagrams(10);
      int port = rig.source.port();
      opened.getFirst().close();
      Awaitility.await().atMost(Rig.SOON).until(() -> rig.source.port() != port);
      rig.send(Rig.IPV6, datagram(10));

      rig.awaitDatagrams(11);
      assertSum(rig, 11);
      assertThat(rig.supervisor.status().getFirst().failures()).isOne();
    }
  }

  @Test
  void whatWasSentBeforeTheEndIsTakenBeforeTheEnd() throws Exception {
    try (Rig rig = Rig.of(Rig.settings(workdir))) {
      burst(rig, 20_000);
      rig.supervisor.close();

      assertSum(rig, 20_000);
    }
  }

  @Test
  void theEndComesWhileDatagramsStillDo() throws Exception {
    try (Rig rig = Rig.of(Rig.settings(workdir));
        var channel = DatagramChannel.open()) {
      var to = new InetSocketAddress(Rig.IPV4, rig.source.port());
      var sent = new AtomicInteger();
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (!Thread.currentThread().isInterrupted()) {
                        channel.send(ByteBuffer.wrap(datagram(sent.get()).getBytes(UTF_8)), to);
                        sent.incrementAndGet();
                      }
                    } catch (IOException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      rig.awaitDatagrams(1_000);
      int before = sent.get();
      rig.supervisor.close();
      int after = sent.get() + 1;
      sender.interrupt();
      sender.join();

      assertThat(rig.datagrams().size() + rig.missing("")).isBetween((long) before, (long) after);
      assertThat(rig.source.measures().waiting()).isZero();
    }
  }

  /** The kernel counts what did not fit, and we read its count. */
  @Test
  @Proves("gluster 2")
  void theDropsOfTheKernelAreReadToTheLastOne() throws Exception {
    try (var socket = UdpSocket.open(0, UdpSocket.OPENERS);
        var sender = DatagramChannel.open()) {
      int port = socket.socket().getLocalPort();
      KernelDrops drops = KernelDrops.of(Path.of("/proc/self"), port).orElseThrow();
      int sent = 30_000;
      for (int i = 0; i < sent; i++) {
        sender.send(
            ByteBuffer.wrap(datagram(i).getBytes(UTF_8)), new InetSocketAddress(Rig.IPV6, port));
      }
      long received = IntStream.range(0, sent).takeWhile(i -> receives(socket)).count();

      assertThat(received).isBetween(100L, sent - 1L);
      assertThat(received + drops.fresh()).isEqualTo(sent);
      assertThat(drops.fresh()).isZero();
    }
  }

  private static boolean receives(DatagramChannel socket) {
    try {
      return socket.receive(ByteBuffer.allocate(1_000)) != null;
    } catch (IOException e) {
      return false;
    }
  }
}
