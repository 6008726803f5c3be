package belfry.source.lxd;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.Raw;
import belfry.format.Uuids;
import belfry.format.hub.HubDialect;
import belfry.format.lxd.LxdDialect;
import belfry.intake.Intake;
import belfry.intake.IntakeSettings;
import belfry.intake.Terms;
import belfry.journal.Busy;
import belfry.metrics.Metrics;
import belfry.source.Gap;
import belfry.source.Handover;
import belfry.source.Losses;
import belfry.source.Losses.Why;
import belfry.source.Measured;
import belfry.source.Source;
import belfry.source.lxd.EventBuffer.Order;
import belfry.source.lxd.EventBuffer.Ordered;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Listens to all events of an LXD or Incus server.
 *
 * <p>Design: a server repeats nothing and waits for nobody, so what it sent is ours. One thread
 * moves it from the connection into a bounded buffer, which restores the order, and {@link #run}
 * hands it over in batches. Connection, buffer and the batch under way belong to the source, not to
 * a run: a run that ends because intake has no room loses nothing. Whatever is missed is told:
 * events that found no room by their number, and the time without a connection, even when the hub
 * itself was down, by its two ends and by what the server can still say about it.
 */
public final class LxdSource implements Source, Measured, AutoCloseable {
  static final String SYSTEM = "lxd";

  /** The origin's attribute of an event that did not arrive in its turn. */
  private static final String ORDER = "order";

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** So long an interrupted run hands over what was read. */
  private static final Duration LEAVE_MAX = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(LxdSource.class.getName());

  private final LxdSettings settings;
  private final String name;
  private final Terms terms;
  private final Origin origin;
  private final Server server;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final EventBuffer buffer;
  private final Losses losses;
  private final Heard memory;
  private final Handover handover = new Handover();
  private Optional<Listening> listening = Optional.empty();

  /** Up to when the server was heard, before this connection. */
  private Optional<Instant> heard = Optional.empty();

  private volatile Optional<Intake> intake = Optional.empty();

  /**
   * Does not connect before it runs.
   *
   * @param random thread-safe
   */
  public LxdSource(
      LxdSettings settings, InstantSource clock, RandomGenerator random, Metrics metrics) {
    this.settings = requireNonNull(settings, "settings");
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
    name = settings.name();
    terms = Terms.source(name, LxdDialect.NAME, settings.projects());
    origin =
        new Origin(
            settings.connector(),
            Optional.empty(),
            Optional.of(address(settings.address())),
            new TreeMap<>(Map.of(LxdDialect.CLUSTER, settings.cluster())));
    server =
        new Server(
            settings.address(),
            new LxcFolder(settings.certificates(), settings.cluster()),
            settings.limits().silence());
    buffer = new EventBuffer(settings.limits().bufferBytesMax(), settings.limits().order());
    losses = new Losses(SYSTEM, name, metrics);
    memory = new Heard(settings.memory(), name);
    Map<String, String> labels = Map.of("source", name);
    metrics.gauge(
        "belfry_source_waiting",
        "Events of a source that were read and are not yet on disk.",
        labels,
        () -> measures().waiting());
    metrics.gauge(
        "belfry_source_buffer_bytes", "Bytes in the buffer of a source.", labels, buffer::bytes);
  }

  private static String address(LxdAddress address) {
    return switch (address) {
      case LxdAddress.Unix unix -> "@";
      case LxdAddress.Https https -> https.toString().substring("https://".length());
    };
  }

  /** Its name in status, metrics and quotas, good for a path. */
  public String name() {
    return name;
  }

  @Override
  public Measures measures() {
    return new Measures((long) buffer.count() + handover.events(), losses.lost(), losses.refused());
  }

  @Override
  public void run(Intake into) throws IOException, Malformed, Busy, InterruptedException {
    intake = Optional.of(into);
    try {
      flush(into);
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        Listening now = listening(into);
        boolean open = now.open();
        step(into, now);
        if (!open) {
          ended(into, now);
        }
      }
    } catch (InterruptedException e) {
      leave(into);
      throw e;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        leave(into);
        throw new InterruptedException();
      }
      throw e;
    }
  }

  /** The connection that there is, or a new one. */
  private Listening listening(Intake into) throws IOException, Malformed, Busy {
    if (listening.isPresent()) {
      return listening.get();
    }
    if (heard.isEmpty()) {
      heard = memory.load();
    }
    WebSocket socket = server.events(random);
    Instant until = clock.instant();
    var fresh = new Listening(socket, buffer, losses, clock, name);
    listening = Optional.of(fresh);
    LOG.log(INFO, "listening to events source={0} at={1}", name, settings.address());
    if (heard.isPresent()) {
      tellGap(heard.get(), until);
      heard = Optional.empty();
      flush(into);
    }
    return fresh;
  }

  private void tellGap(Instant since, Instant until) {
    var gap =
        new Gap(
            SYSTEM,
            name,
            HubDialect.GAP,
            "the server was not listened to",
            Optional.empty(),
            OptionalLong.empty(),
            since.isBefore(until) ? since : until,
            until);
    tell(List.of(gap), until);
    List<Payload> learned = new Reconciling(server, name, gap.since(), until).ask();
    for (int from = 0; from < learned.size(); from += BATCH_ITEMS_MAX) {
      int to = Math.min(learned.size(), from + BATCH_ITEMS_MAX);
      handover.add(
          Gap.terms(settings.projects()),
          learned.subList(from, to).stream().map(data -> own(data, until)).toList());
    }
  }

  private Raw own(Payload data, Instant now) {
    return new Raw(data, Origin.of(IntakeSettings.HUB_CONNECTOR), now, id(now), 0);
  }

  private void tell(List<Gap> gaps, Instant now) {
    handover.add(
        Gap.terms(settings.projects()), gaps.stream().map(gap -> gap.raw(now, id(now))).toList());
  }

  private void step(Intake into, Listening now) throws IOException, Busy, InterruptedException {
    Instant heardBefore = now.heard();
    tell(losses.due(clock.instant()), clock.instant());
    flush(into);
    if (buffer.count() == 0) {
      memory.note(heardBefore);
    }
    buffer.await(LOOK_EVERY);
    takeBatch();
    flush(into);
  }

  /** Hands over all that came, remembers where the gap begins, and tells why. */
  private void ended(Intake into, Listening gone) throws IOException, Malformed, Busy {
    buffer.release();
    drain(into);
    heard = Optional.of(gone.heard());
    listening = Optional.empty();
    gone.close();
    memory.save(gone.heard());
    gone.tellEnd();
  }

  private void drain(Intake into) throws IOException, Busy {
    do {
      takeBatch();
      flush(into);
    } while (buffer.count() > 0);
  }

  private void takeBatch() {
    List<Ordered> taken = buffer.take(BATCH_ITEMS_MAX, BATCH_BYTES_FULL, System.nanoTime());
    handover.add(terms, taken.stream().map(this::raw).toList());
  }

  private Raw raw(Ordered event) {
    Frame frame = event.frame();
    Origin from =
        event.order() == Order.ARRIVED
            ? origin
            : origin.with(Map.of(ORDER, event.order().name().toLowerCase(Locale.ROOT)));
    return new Raw(frame.bytes(), from, frame.received(), id(frame.received()), frame.occurrence());
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

  /** Ends the listening and hands over all that was read, if intake lets it. */
  private void leave(Intake into) {
    listening.ifPresent(Listening::close);
    buffer.release();
    long deadline = System.nanoTime() + LEAVE_MAX.toNanos();
    try {
      do {
        takeBatch();
        if (buffer.count() == 0) {
          tell(losses.all(clock.instant()), clock.instant());
        }
        flush(into);
      } while (buffer.count() > 0 && System.nanoTime() < deadline);
      if (listening.isPresent() && buffer.count() == 0) {
        memory.save(listening.get().heard());
      }
    } catch (IOException | Busy e) {
      LOG.log(WARNING, "events not handed over source={0} error={1}", name, e.getMessage());
    }
    heard = listening.map(Listening::heard).or(() -> heard);
    listening = Optional.empty();
  }

  /** Ends the listening; what could not be handed over is lost now, and logged. */
  @Override
  public void close() {
    intake.ifPresent(this::leave);
    long left = measures().waiting();
    if (left > 0) {
      LOG.log(WARNING, "events lost, intake took no more source={0} count={1}", name, left);
    }
  }
}
