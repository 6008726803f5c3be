package belfry.source.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Position;
import belfry.format.Dialects;
import belfry.format.gluster.GlusterDialect;
import belfry.format.hub.HubDialect;
import belfry.format.json.JsonValue;
import belfry.intake.Intake;
import belfry.intake.IntakeSettings;
import belfry.intake.JournalIntake;
import belfry.intake.Projects;
import belfry.intake.Quotas;
import belfry.journal.Reader;
import belfry.metrics.Metrics;
import belfry.source.Supervisor;
import belfry.testing.MemoryJournal;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A source that listens on a port of its own, with intake and a journal behind it. */
final class Rig implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(60);
  static final String NODEID = "effeca22-dd38-4dce-80b3-27c9107833af";
  static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");
  static final InetAddress IPV6 = InetAddress.ofLiteral("::1");
  static final GlusterDialect GLUSTER = new GlusterDialect();

  final MemoryJournal journal = new MemoryJournal(InstantSource.system(), 1, 1);
  final Metrics metrics = new Metrics();
  final GlusterSource source;
  final Supervisor supervisor;
  private final JournalIntake intake;
  private final List<Event> read = new ArrayList<>();
  private final Reader reader;

  Rig(GlusterSettings settings, List<UdpSocket.Opener> openers, UnaryOperator<Intake> between)
      throws Exception {
    var dialects = new Dialects(List.of(GLUSTER, new HubDialect()));
    var intakeSettings = new IntakeSettings("hub-1", Quotas.NONE, Optional.empty());
    intake = JournalIntake.open(journal, dialects, intakeSettings, new Random(7), metrics);
    reader = journal.open(new Position(0, 0));
    source =
        new GlusterSource(
            settings.withPort(0), InstantSource.system(), new Random(3), metrics, openers);
    supervisor =
        new Supervisor(between.apply(intake), InstantSource.system(), new Random(4), new Metrics());
  }

  static Rig of(GlusterSettings settings) throws Exception {
    Rig rig = new Rig(settings, UdpSocket.OPENERS, intake -> intake);
    rig.start();
    return rig;
  }

  /** Of the node {@link #NODEID}. */
  static GlusterSettings settings(Path workdir) throws IOException {
    writeInfo(workdir, NODEID);
    return GlusterSettings.standard("gluster", new Projects.Fixed("storage")).withWorkdir(workdir);
  }

  static void writeInfo(Path workdir, String nodeid) throws IOException {
    Path info = workdir.resolve("glusterd.info");
    Path made = workdir.resolve("glusterd.info.tmp");
    Files.writeString(made, "UUID=" + nodeid + "\noperating-version=100000\n");
    Files.move(made, info, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What the source says that it lost. */
  long lost() {
    return source.measures().lost().values().stream().mapToLong(Long::longValue).sum();
  }

  void start() {
    supervisor.start(source.name(), source);
    Awaitility.await().atMost(SOON).until(() -> source.port() > 0);
  }

  void send(InetAddress to, String... datagrams) throws IOException {
    try (var socket = new DatagramSocket()) {
      for (String datagram : datagrams) {
        send(socket, to, datagram.getBytes(UTF_8));
      }
    }
  }

  void send(DatagramSocket from, InetAddress to, byte[] bytes) throws IOException {
    from.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(to, source.port())));
  }

  /** Everything in the journal. */
  synchronized List<Event> events() throws Exception {
    List<Entry> some = reader.poll(10_000, Duration.ZERO);
    while (!some.isEmpty()) {
      some.forEach(entry -> read.add(entry.event()));
      some = reader.poll(10_000, Duration.ZERO);
    }
    return List.copyOf(read);
  }

  /** The events that are not the hub's own. */
  List<Event> datagrams() throws Exception {
    return events().stream().filter(event -> !ofHub(event)).toList();
  }

  List<Event> awaitDatagrams(int count) throws Exception {
    Awaitility.await().atMost(SOON).until(() -> datagrams().size() >= count);
    return datagrams();
  }

  /** How many events the gaps of this reason stand for; of all reasons if it is empty. */
  long missing(String reason) throws Exception {
    return counts(HubDialect.GAP, reason);
  }

  long counts(String type, String reason) throws Exception {
    long sum = 0;
    for (Event event : events()) {
      if (event.type().equals(type)) {
        JsonValue content = new HubDialect().content(event);
        boolean counts = content.text("reason").contains(reason);
        sum += counts ? Long.parseLong(content.get("count").orElseThrow().text()) : 0;
      }
    }
    return sum;
  }

  private static boolean ofHub(Event event) {
    return event.source().equals("/belfry/source/gluster");
  }

  static String data(Event event) {
    return event.data().text();
  }

  @Override
  public void close() throws IOException {
    supervisor.close();
    intake.close();
    journal.close();
  }
}
