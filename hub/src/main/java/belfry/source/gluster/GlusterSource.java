package belfry.source.gluster;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import belfry.event.Origin;
import belfry.format.Raw;
import belfry.format.Uuids;
import belfry.format.gluster.GlusterDialect;
import belfry.intake.Intake;
import belfry.intake.Terms;
import belfry.journal.Busy;
import belfry.metrics.Metrics;
import belfry.source.Gap;
import belfry.source.Handover;
import belfry.source.Losses;
import belfry.source.Losses.Why;
import belfry.source.Measured;
import belfry.source.Openable;
import belfry.source.Source;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Listens for the datagrams of Gluster in place of glustereventsd.
 *
 * <p>Design: nobody repeats a datagram, so what the kernel gave us is ours. One thread moves it
 * from the socket into a bounded buffer and never waits; {@link #run} hands it over in batches.
 * Socket, buffer and the batch under way belong to the source, not to a run: a run that ends
 * because intake has no room loses nothing. Whatever does not get in (dropped by the kernel, no
 * room in the buffer, too many of one sender) is counted and becomes a gap event: datagrams sent
 * are events in the journal and counts in gaps, no more and no less. An interrupt ends the
 * listening, and what was read by then is still handed over.
 */
public final class GlusterSource implements Source, Openable, Measured, AutoCloseable {
  private static final String CONNECTOR = GlusterDialect.DATAGRAMS;
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** So long an interrupted run hands over what was read. */
  private static final Duration LEAVE_MAX = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(GlusterSource.class.getName());

  private final GlusterSettings settings;
  private final String name;
  private final Terms terms;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final DatagramBuffer buffer;
  private final Losses losses;
  private final NodeId nodeId;
  private final List<UdpSocket.Opener> openers;
  private final Handover handover = new Handover();
  private volatile Optional<SocketReader> reader = Optional.empty();
  private volatile int receiveBytes;
  private volatile int port;
  private volatile Optional<Intake> intake = Optional.empty();

  /**
   * Does not listen before it runs.
   *
   * @param random for ids; used by the running thread alone
   */
  public GlusterSource(
      GlusterSettings settings, InstantSource clock, RandomGenerator random, Metrics metrics) {
    this(settings, clock, random, metrics, UdpSocket.OPENERS);
  }

  GlusterSource(
      GlusterSettings settings,
      InstantSource clock,
      RandomGenerator random,
      Metrics metrics,
      List<UdpSocket.Opener> openers) {
    this.settings = requireNonNull(settings, "settings");
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
    this.openers = List.copyOf(openers);
    name = settings.name();
    terms = Terms.source(name, GlusterDialect.NAME, settings.projects());
    buffer = new DatagramBuffer(settings.limits().bufferBytesMax());
    losses = new Losses("gluster", name, metrics);
    nodeId = new NodeId(settings.workdir(), settings.limits().nodeIdWaitMax());
    Map<String, String> labels = Map.of("source", name);
    metrics.gauge(
        "belfry_source_waiting",
        "Events of a source that were read and are not yet on disk.",
        labels,
        () -> measures().waiting());
    metrics.gauge(
        "belfry_source_buffer_bytes", "Bytes in the buffer of a source.", labels, buffer::bytes);
    metrics.gauge(
        "belfry_source_receive_buffer_bytes",
        "What the kernel gave for the receive buffer of a source's socket.",
        labels,
        () -> receiveBytes);
  }

  /** Its name in status, metrics and quotas. */
  public String name() {
    return name;
  }

  /** Where it listens; 0 before it does. */
  public int port() {
    return port;
  }

  @Override
  public Measures measures() {
    return new Measures((long) buffer.count() + handover.events(), losses.lost(), losses.refused());
  }

  /** Listens; what comes before it runs waits in the buffer. */
  @Override
  public void open() throws IOException {
    listen();
  }

  @Override
  public void run(Intake into) throws IOException, Busy, InterruptedException {
    intake = Optional.of(into);
    SocketReader listening = listen();
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        listening.ensureReading();
        step(into);
      }
    } catch (InterruptedException e) {
      leave(into);
      throw e;
    }
  }

  /** A reader that was there goes on; one that failed is replaced. */
  private synchronized SocketReader listen() throws IOException {
    if (reader.isPresent()) {
      try {
        reader.get().ensureReading();
        return reader.get();
      } catch (IOException e) {
        LOG.log(WARNING, "socket opened again source={0} error={1}", name, e.getMessage());
        reader = Optional.empty();
      }
    }
    var senders = new Senders(settings);
    DatagramChannel channel = UdpSocket.open(settings.port(), openers);
    boolean started = false;
    try {
      var made = new SocketReader(channel, buffer, senders, losses, clock);
      port = made.port();
      receiveBytes = made.receiveBytes();
      made.start();
      reader = Optional.of(made);
      started = true;
      LOG.log(
          receiveBytes < UdpSocket.RECEIVE_BYTES ? WARNING : INFO,
          "listening for datagrams source={0} port={1} receiveBuffer={2} asked={3} seesDrops={4}",
          name,
          String.valueOf(port),
          String.valueOf(receiveBytes),
          String.valueOf(UdpSocket.RECEIVE_BYTES),
          made.seesDrops());
      return made;
    } finally {
      if (!started) {
        channel.close();
      }
    }
  }

  private void step(Intake into) throws IOException, Busy, InterruptedException {
    flush(into);
    Instant now = clock.instant();
    tell(losses.due(now), now);
    flush(into);
    buffer.await(LOOK_EVERY);
    Optional<Instant> oldest = buffer.oldest();
    if (oldest.isEmpty()) {
      return;
    }
    if (nodeId.ready(oldest.get(), clock.instant(), buffer.halfFull())) {
      takeBatch();
      flush(into);
    } else {
      buffer.pause(LOOK_EVERY);
    }
  }

  private void takeBatch() {
    List<Arrived> taken = buffer.take(BATCH_ITEMS_MAX, BATCH_BYTES_FULL);
    Map<String, String> attributes =
        nodeId.current().map(id -> Map.of(GlusterDialect.NODEID, id)).orElse(Map.of());
    Origin ofConnector = Origin.of(CONNECTOR).with(attributes);
    var raws = new ArrayList<Raw>(taken.size());
    Optional<InetSocketAddress> last = Optional.empty();
    Origin origin = ofConnector;
    for (Arrived datagram : taken) {
      if (last.isEmpty() || !last.get().equals(datagram.from())) {
        last = Optional.of(datagram.from());
        origin =
            new Origin(
                CONNECTOR,
                Optional.empty(),
                Optional.of(text(datagram.from())),
                ofConnector.attributes());
      }
      raws.add(new Raw(datagram.bytes(), origin, datagram.received(), id(datagram.received()), 0));
    }
    handover.add(terms, raws);
  }

  private void tell(List<Gap> gaps, Instant now) {
    handover.add(
        Gap.terms(settings.projects()), gaps.stream().map(gap -> gap.raw(now, id(now))).toList());
  }

  private void flush(Intake into) throws IOException, Busy {
    long refused = handover.flush(into);
    if (refused > 0) {
      losses.add(Why.INTAKE, refused, clock.instant());
    }
  }

  private String id(Instant time) {
    return Uuids.ordered(time, random).toString();
  }

  private static String text(InetSocketAddress from) {
    String address = from.getAddress().getHostAddress();
    return from.getAddress() instanceof Inet6Address
        ? "[" + address + "]:" + from.getPort()
        : address + ":" + from.getPort();
  }

  /** Ends the listening and hands over all that was read, if intake lets it. */
  private void leave(Intake into) {
    reader.ifPresent(SocketReader::stop);
    reader = Optional.empty();
    nodeId.giveUp();
    long deadline = System.nanoTime() + LEAVE_MAX.toNanos();
    try {
      do {
        takeBatch();
        if (buffer.count() == 0) {
          Instant now = clock.instant();
          tell(losses.all(now), now);
        }
        flush(into);
      } while (buffer.count() > 0 && System.nanoTime() < deadline);
    } catch (IOException | Busy e) {
      LOG.log(WARNING, "events not handed over source={0} error={1}", name, e.getMessage());
    }
  }

  /** Ends the listening; what could not be handed over is lost now, and logged. */
  @Override
  public void close() {
    intake.ifPresentOrElse(this::leave, () -> reader.ifPresent(SocketReader::stop));
    long left = measures().waiting();
    if (left > 0) {
      LOG.log(WARNING, "events lost, intake took no more source={0} count={1}", name, left);
    }
  }
}
