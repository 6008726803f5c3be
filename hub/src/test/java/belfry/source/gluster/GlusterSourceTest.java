package belfry.source.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Event;
import belfry.event.Kind;
import belfry.event.Severity;
import belfry.net.Network;
import belfry.source.SourceState;
import belfry.testing.Captures;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What comes over a real socket, beside what the real glustereventsd made of it. */
class GlusterSourceTest {
  /** The daemon counts from the end of its list and reports an event that did not happen. */
  private static final String ALIAS = "event key -1";

  /** The daemon cuts at 8192 bytes; the recording shows only the ends of what is longer. */
  private static final String CUT = "20000 bytes";

  @TempDir Path workdir;

  @Test
  @Proves("gluster 3")
  @Proves("gluster 4")
  @Proves("gluster 5")
  void everyDatagramOfTheWireCasesIsKeptAndDeliveredAsByTheDaemon() throws Exception {
    List<JsonNode> cases = Captures.records("gluster-wire-cases.jsonl");
    try (Rig rig = Rig.of(Rig.settings(workdir));
        var socket = new DatagramSocket()) {
      for (JsonNode wire : cases) {
        rig.send(socket, Rig.IPV4, datagram(wire));
      }
      List<Event> events = rig.awaitDatagrams(cases.size());

      var bodies = new ArrayList<String>();
      for (int i = 0; i < cases.size(); i++) {
        String name = cases.get(i).get("case").asString();
        Event event = events.get(i);
        assertThat(event.data().toBytes()).as(name).isEqualTo(datagram(cases.get(i)));
        assertThat(event.project()).isEqualTo("storage");
        if (cases.get(i).get("delivered").asInt() == 0 || name.equals(ALIAS)) {
          assertMarked(name, event);
        } else if (!name.equals(CUT)) {
          bodies.add(body(event));
          assertThat(elided(bodies.getLast()))
              .as(name)
              .isEqualTo(cases.get(i).get("raw_body").asString());
        }
      }
      assertThat(bodies).hasSize(24);
      assertThat(posted("gluster-wire-deliveries.jsonl", "/plain", bodies)).isEqualTo(10);
      assertThat(events).hasSize(cases.size());
    }
  }

  /** Lost by the daemon; here malformed and kept, or an event that says what is doubtful. */
  private static void assertMarked(String name, Event event) {
    assertThat(event.severity()).as(name).isGreaterThanOrEqualTo(Severity.WARN);
    if (event.kind() == Kind.MALFORMED) {
      assertThat(event.type()).isEqualTo("belfry.malformed");
    } else {
      assertThat(body(event)).as(name).contains("\"raw\": ");
    }
  }

  private static byte[] datagram(JsonNode wire) {
    String text = wire.get("datagram").asString();
    return switch (wire.get("case").asString()) {
      case "8192 bytes exactly" -> ("1700000139 2 name=" + "x".repeat(8192 - 18)).getBytes(UTF_8);
      case CUT -> ("1700000141 2 name=" + "y".repeat(20_000)).getBytes(UTF_8);
      case "invalid utf-8" -> unescaped(text);
      default -> text.getBytes(UTF_8);
    };
  }

  /** The recording writes bytes that are no text as {@code \xff}. */
  private static byte[] unescaped(String text) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\x", i)) {
        bytes.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        bytes.write(text.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  private static String elided(String body) {
    return body.length() <= 2000
        ? body
        : body.substring(0, 80)
            + "...("
            + body.length()
            + " bytes)..."
            + body.substring(body.length() - 120);
  }

  private static String body(Event event) {
    return Rig.GLUSTER.encoder().encode(DecodedEntry.of(Rig.GLUSTER, event)).text();
  }

  /** How many of the recorded requests have one of these bodies, each used once. */
  private static long posted(String file, String path, List<String> bodies) {
    var left = new ArrayList<>(bodies);
    return Captures.records(file).stream()
        .filter(delivery -> delivery.get("path").asString().equals(path))
        .filter(delivery -> left.remove(delivery.get("raw_body").asString()))
        .count();
  }

  /** The recordings are excerpts: for 55 of the 209 posted bodies the datagram is not in them. */
  @Test
  @Proves("gluster 3")
  @Proves("gluster 11")
  void theDatagramsOfARealNodeBecomeTheBodiesThatItsDaemonPosted() throws Exception {
    List<JsonNode> records = Captures.records("gluster-real-datagrams.jsonl");
    try (Rig rig = Rig.of(Rig.settings(workdir));
        var socket = new DatagramSocket()) {
      for (JsonNode record : records) {
        InetAddress to = record.get("from").asString().contains(":") ? Rig.IPV6 : Rig.IPV4;
        rig.send(socket, to, record.get("datagram").asString().getBytes(UTF_8));
      }
      List<Event> events = rig.awaitDatagrams(records.size());

      assertThat(events)
          .extracting(Rig::data)
          .containsExactlyElementsOf(
              records.stream().map(record -> record.get("datagram").asString()).toList());
      List<String> bodies = events.stream().map(GlusterSourceTest::body).toList();
      assertThat(posted("gluster-real-deliveries-1node.jsonl", "/listen", bodies)).isEqualTo(154);
      assertThat(rig.missing("")).isZero();
    }
  }

  @Test
  @Proves("gluster 1")
  void bothFamiliesAndTheAddressesOfThisMachineReachTheOneSocket() throws Exception {
    try (Rig rig = Rig.of(Rig.settings(workdir))) {
      List<InetAddress> own =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLinkLocalAddress())
              .toList();
      assertThat(own).contains(Rig.IPV4, Rig.IPV6);
      for (InetAddress address : own) {
        rig.send(address, "1700000000 2 name=" + address.getHostAddress());
      }
      List<Event> events = rig.awaitDatagrams(own.size());

      assertThat(events).extracting(Event::type).containsOnly("gluster.VOLUME_CREATE");
      assertThat(events)
          .extracting(event -> event.origin().address().orElseThrow().replaceAll(":\\d+$", ""))
          .contains("127.0.0.1", "[0:0:0:0:0:0:0:1]");
      assertThat(events)
          .allSatisfy(event -> assertThat(event.origin().connector()).isEqualTo("gluster"));
    }
  }

  @Test
  @Proves("gluster 1")
  void itListensWithTheFamilyThereIs() throws Exception {
    List<UdpSocket.Opener> openers =
        List.of(
            () -> {
              throw new IOException("Address family not supported by protocol");
            },
            () -> DatagramChannel.open(StandardProtocolFamily.INET));
    try (Rig rig = new Rig(Rig.settings(workdir), openers, intake -> intake)) {
      rig.start();
      rig.send(Rig.IPV4, "1700000000 2 name=four");

      assertThat(rig.awaitDatagrams(1))
          .extracting(Rig::data)
          .containsExactly("1700000000 2 name=four");
    }
  }

  @Test
  void aPortThatIsTakenIsAFailureThatSaysWhoMayHaveIt() throws Exception {
    try (var taken = DatagramChannel.open()) {
      taken.bind(null);
      int port = taken.socket().getLocalPort();
      List<UdpSocket.Opener> openers =
          List.of(() -> new BoundElsewhere(port).channel(), DatagramChannel::open);
      try (Rig rig = new Rig(Rig.settings(workdir), openers, intake -> intake)) {
        rig.supervisor.start(rig.source.name(), rig.source);
        Awaitility.await()
            .atMost(Rig.SOON)
            .until(
                () ->
                    rig.supervisor.status().getFirst().state()
                            instanceof SourceState.Waiting waiting
                        && waiting.reason().contains("is glustereventsd running here?"));
      }
    }
  }

  /** Fails as a bind to a port does that is taken. */
  private record BoundElsewhere(int port) {
    DatagramChannel channel() throws IOException {
      throw new BindException("Address already in use: " + port);
    }
  }

  @Test
  @Proves("gluster 9")
  void aSenderThatMayNotSendIsRefusedCountedAndTold() throws Exception {
    GlusterSettings settings =
        Rig.settings(workdir).withSenders(List.of(Network.of("127.0.0.1")), false);
    try (Rig rig = Rig.of(settings)) {
      try (var stranger = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.2"))) {
        for (int i = 0; i < 50; i++) {
          rig.send(stranger, Rig.IPV4, "1700000000 2 name=forged".getBytes(UTF_8));
        }
      }
      rig.send(Rig.IPV4, "1700000000 2 name=mine");
      rig.awaitDatagrams(1);
      Awaitility.await()
          .atMost(Rig.SOON)
          .until(() -> rig.counts("belfry.source.refused", "may send") > 0);
      rig.supervisor.close();

      assertThat(rig.datagrams()).extracting(Rig::data).containsExactly("1700000000 2 name=mine");
      assertThat(rig.counts("belfry.source.refused", "may send")).isEqualTo(50);
      List<Event> told =
          rig.events().stream()
              .filter(event -> event.type().equals("belfry.source.refused"))
              .toList();
      assertThat(told).hasSizeLessThanOrEqualTo(2);
      assertThat(told)
          .allSatisfy(
              event -> {
                assertThat(Rig.data(event)).contains("\"sender\":\"127.0.0.2\"");
                assertThat(event.source()).isEqualTo("/belfry/source/gluster");
                assertThat(event.origin().connector()).isEqualTo("belfry");
                assertThat(event.project()).isEqualTo("storage");
                assertThat(event.kind()).isEqualTo(Kind.EVENT);
              });
      assertThat(rig.source.measures().refused()).isEqualTo(Map.of("127.0.0.2", 50L));
      assertThat(rig.lost()).isZero();
    }
  }

  @Test
  @Proves("gluster 9")
  void aSenderOverItsRateIsCutAndWhatIsCutIsAGap() throws Exception {
    var limits =
        new GlusterSettings.Limits(
            1,
            100,
            GlusterSettings.Limits.BUFFER_BYTES_MAX,
            GlusterSettings.Limits.NODE_ID_WAIT_MAX);
    try (Rig rig = Rig.of(Rig.settings(workdir).withLimits(limits))) {
      for (int i = 0; i < 1_000; i++) {
        rig.send(Rig.IPV4, "1700000000 2 name=" + i);
      }
      rig.awaitDatagrams(100);
      rig.supervisor.close();

      assertThat(rig.datagrams()).hasSizeBetween(100, 130);
      assertThat(rig.datagrams().size() + rig.missing("more than it may")).isEqualTo(1_000);
      assertThat(rig.missing("")).isEqualTo(rig.lost());
    }
  }

  /** The body that the daemon posts names its node; a datagram cannot. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\": \"VOLUME_STOP\", \"message\": {}, \"nodeid\": \"forged\", \"ts\": 1}",
        "{\"kind\":\"gap\",\"type\":\"belfry.gap\",\"source\":\"/belfry\",\"count\":7}"
      })
  @Proves("gluster 4")
  void aDatagramThatIsADocumentIsKeptAsMalformed(String datagram) throws Exception {
    try (Rig rig = Rig.of(Rig.settings(workdir))) {
      rig.send(Rig.IPV4, datagram);

      Event event = rig.awaitDatagrams(1).getFirst();
      assertThat(event.kind()).isEqualTo(Kind.MALFORMED);
      assertThat(Rig.data(event)).isEqualTo(datagram);
      assertThat(rig.missing("")).isZero();
    }
  }

  @Test
  void theReceiveBufferThatTheKernelGaveIsAGauge() throws Exception {
    try (Rig rig = Rig.of(Rig.settings(workdir))) {
      String line =
          rig.metrics
              .prometheusText()
              .lines()
              .filter(
                  text -> text.startsWith("belfry_source_receive_buffer_bytes{source=\"gluster\"}"))
              .findFirst()
              .orElseThrow();
      assertThat(Long.parseLong(line.substring(line.lastIndexOf(' ') + 1))).isGreaterThan(1 << 16);
    }
  }
}
