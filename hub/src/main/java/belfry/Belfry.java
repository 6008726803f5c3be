package belfry;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import belfry.access.Caller;
import belfry.access.TokenFile;
import belfry.access.Tokens;
import belfry.access.trust.Certificates;
import belfry.access.trust.Identities;
import belfry.access.trust.JoinTokens;
import belfry.delivery.Context;
import belfry.delivery.Dispatch;
import belfry.delivery.subscriptions.Openings;
import belfry.delivery.subscriptions.Subscriptions;
import belfry.feed.Feed;
import belfry.format.Dialects;
import belfry.gluster.EventsDaemon;
import belfry.http.Endpoint;
import belfry.http.Guard;
import belfry.http.HttpServer;
import belfry.http.admin.SourceRoutes;
import belfry.http.admin.TokenRoutes;
import belfry.http.admin.WatchRoutes;
import belfry.http.gluster.GlusterRoutes;
import belfry.http.ingest.Entrance;
import belfry.http.ingest.IngestRoutes;
import belfry.http.journal.JournalRoutes;
import belfry.http.live.Asking;
import belfry.http.live.LiveRoute;
import belfry.http.lxd.KnownProjects;
import belfry.http.lxd.Reach;
import belfry.http.lxd.ServerRoutes;
import belfry.http.subscriptions.SubscriptionRoutes;
import belfry.http.trust.CertificateRoutes;
import belfry.http.trust.JoinRoutes;
import belfry.index.Indexer;
import belfry.index.LuceneIndex;
import belfry.index.Search;
import belfry.intake.JournalIntake;
import belfry.journal.FileJournal;
import belfry.journal.PartitionKind;
import belfry.metrics.Metrics;
import belfry.registry.JournalRegistry;
import belfry.registry.Registry;
import belfry.registry.vault.Vault;
import belfry.self.HubLog;
import belfry.self.OwnEvents;
import belfry.settings.Setting;
import belfry.settings.Settings;
import belfry.source.Supervisor;
import belfry.tail.Tails;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One hub: everything there is, wired straight down in the order of the data, and closed in
 * reverse. The only place that constructs parts and the only one that knows the clock.
 */
public final class Belfry implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Belfry.class.getName());
  private static final InstantSource CLOCK = InstantSource.system();

  private final Closing closing = new Closing();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Metrics metrics = new Metrics();
  private final Optional<Https> https;
  private final HttpServer server;
  private final OwnEvents own;
  private final LokiKeys loki;
  private volatile Settings settings;

  /**
   * Starts a hub; it serves on return.
   *
   * @throws IOException if the data directory is in use or cannot be read, or an address is taken
   */
  public static Belfry start(Settings settings) throws IOException {
    return start(settings, LiveRoute.Pace.STANDARD);
  }

  /** As {@link #start(Settings)}, with other signs of life for listeners. */
  static Belfry start(Settings settings, LiveRoute.Pace pace) throws IOException {
    return new Belfry(settings, pace);
  }

  private Belfry(Settings settings, LiveRoute.Pace pace) throws IOException {
    this.settings = settings;
    boolean started = false;
    try {
      HubLog.install(settings.text(Setting.LOG_LEVEL));
      var home = DataDirectory.make(settings.data());
      var random = new SecureRandom();
      Kept kept = open(home, random);
      var tails = new Tails(kept.journal(), kept.feed(), metrics);

      own = new OwnEvents(kept.intake(), CLOCK, random, metrics);
      HubLog.attach(own);
      closing.add("log", () -> HubLog.detach(own));
      Sending sending = sending(home, kept, random);
      loki = new LokiKeys(sending.subscriptions());
      loki.follow(settings);
      Trust trust = trust(home, sending.registry(), random);
      https = Https.open(settings, home, CLOCK, random);

      Optional<EventsDaemon> gluster = gluster(home, kept, sending, tails);
      LiveRoute live = live(kept, tails, trust.identities(), pace);
      var sources = new Supervisor(kept.intake(), CLOCK, random, metrics);
      List<Endpoint> endpoints = endpoints(kept, sending, trust, live, sources);
      gluster.ifPresent(daemon -> endpoints.addAll(new GlusterRoutes(daemon).endpoints()));
      var guard = new Guard(trust.identities(), own, Plan.hosts(settings));
      HttpServer.Listen listen = Plan.listen(settings, https);
      server = closing.add("http", new HttpServer(listen, endpoints, guard, metrics));
      retain(kept, sending);
      own.startup(Version.current());
      server.start();
      closing.add("listeners", live::drain);
      closing.add("tails", tails);
      closing.add("own events", own);
      closing.add("document events", DocumentEvents.start(sending.registry(), own, home.told()));
      closing.add("sources", sources);
      Sources.start(sources, settings, new Sources.Tools(CLOCK, random, metrics));
      closing.add("door", server::refuse);
      LOG.log(INFO, "hub started at=" + String.join(",", addresses()));
      started = true;
    } finally {
      if (!started) {
        closing.close();
      }
    }
  }

  /** What stands between the way in and the readers. */
  private record Kept(
      Dialects dialects,
      FileJournal journal,
      JournalIntake intake,
      Feed feed,
      Search search,
      KnownProjects projects) {}

  private Kept open(DataDirectory home, SecureRandom random) throws IOException {
    Dialects dialects = Formats.all();
    FileJournal journal =
        closing.add(
            "journal",
            FileJournal.open(
                home.journal(), PartitionKind.EVENT, Plan.journal(settings), CLOCK, random));
    JournalIntake intake =
        closing.add(
            "intake",
            JournalIntake.open(
                journal, dialects, Plan.intake(settings, home, journal.id()), random, metrics));
    Feed feed = closing.add("feed", Feed.open(journal, dialects, metrics));
    LuceneIndex index =
        closing.add("index", LuceneIndex.open(home.index(), Formats.FACETS_VERSION, journal.id()));
    closing.add("indexer", Indexer.start(index, feed, metrics));
    int cores = Runtime.getRuntime().availableProcessors();
    Search search =
        closing.add("search", new Search(index, feed, journal, dialects, metrics, cores));
    var projects = new KnownProjects(() -> settings().list(Setting.PROJECTS), search, CLOCK);
    return new Kept(dialects, journal, intake, feed, search, projects);
  }

  /** What leads out: the documents that say where to, and what follows them. */
  private record Sending(
      Registry registry,
      Vault vault,
      FileJournal deliveries,
      Dispatch dispatch,
      Subscriptions subscriptions) {}

  private Sending sending(DataDirectory home, Kept kept, SecureRandom random) throws IOException {
    FileJournal control =
        closing.add(
            "control journal",
            FileJournal.open(
                home.control(), PartitionKind.CONTROL, Plan.sideJournal(), CLOCK, random));
    JournalRegistry registry =
        closing.add("registry", JournalRegistry.open(control, home.registry(), CLOCK, metrics));
    FileJournal deliveries =
        closing.add(
            "delivery journal",
            FileJournal.open(
                home.deliveries(), PartitionKind.DELIVERY, Plan.sideJournal(), CLOCK, random));
    var openings = new Openings();
    var context =
        new Context(
            kept.journal(),
            kept.feed(),
            kept.dialects(),
            openings,
            new DeliveryEvents(own),
            CLOCK,
            random,
            metrics);
    Dispatch dispatch = closing.add("dispatch", dispatch(context, deliveries));
    Vault vault = Vault.open(home.vaultKey(), random, System.getenv());
    var workshop =
        new Subscriptions.Workshop(
            vault, Sinks.all(), Plan.means(settings, home, kept.dialects(), CLOCK), openings);
    Subscriptions subscriptions =
        closing.add("subscriptions", Subscriptions.open(registry, dispatch, workshop));
    return new Sending(registry, vault, deliveries, dispatch, subscriptions);
  }

  private static Trust trust(DataDirectory home, Registry registry, SecureRandom random)
      throws IOException {
    var tokens = new Tokens(new TokenFile(home.tokens()), CLOCK, random);
    FirstToken.make(tokens, home.adminToken());
    return new Trust(
        new Identities(tokens, Certificates.open(registry, CLOCK)),
        new JoinTokens(registry, CLOCK, random));
  }

  private static Dispatch dispatch(Context context, FileJournal deliveries) throws IOException {
    try {
      return Dispatch.open(context, deliveries);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading the delivery journal", e);
    }
  }

  private Optional<EventsDaemon> gluster(
      DataDirectory home, Kept kept, Sending sending, Tails tails) throws IOException {
    var webhooks =
        new GlusterWebhooks(sending.registry(), sending.vault(), sending.subscriptions());
    Optional<EventsDaemon> daemon =
        GlusterNode.daemon(
            settings,
            new EventsDaemon.Hub(
                webhooks,
                tails,
                kept.journal().id(),
                home.eventsLog(),
                CLOCK,
                "belfry/" + Version.current()));
    daemon.ifPresent(part -> closing.add("gluster", part));
    return daemon;
  }

  private void retain(Kept kept, Sending sending) {
    Dispatch dispatch = sending.dispatch();
    closing.add(
        "retention",
        Retaining.start(kept.journal(), () -> Plan.retention(settings(), dispatch.holds())));
    closing.add("delivery retention", Retaining.start(sending.deliveries(), dispatch::retention));
  }

  /** Who may come in, and how more of them come to. */
  private record Trust(Identities identities, JoinTokens joinTokens) {}

  private LiveRoute live(Kept kept, Tails tails, Identities identities, LiveRoute.Pace pace) {
    var choices =
        new Asking.Choices(
            () -> settings().on(Setting.EVENTS_FOREIGN),
            () -> settings().on(Setting.EVENTS_OLD_CLIENTS));
    var asking =
        new Asking(kept.journal(), kept.dialects(), kept.projects()::exists, CLOCK, choices);
    return new LiveRoute(tails, asking, identities::rights, metrics, pace);
  }

  private List<Endpoint> endpoints(
      Kept kept, Sending sending, Trust trust, LiveRoute live, Supervisor sources) {
    var about = new ServerRoutes.About(settings.serverName(), Version.current(), this::reach);
    var entrance =
        new Entrance(
            kept.intake(),
            kept.dialects(),
            () -> Plan.projects(settings().text(Setting.EVENTS_PROJECT)),
            CLOCK,
            ThreadLocalRandom::current);
    var endpoints = new ArrayList<Endpoint>();
    endpoints.addAll(
        new ServerRoutes(about, () -> settings().shown(), kept.projects()).endpoints());
    endpoints.addAll(new IngestRoutes(entrance, kept.journal().id()).endpoints());
    endpoints.addAll(live.endpoints());
    endpoints.addAll(new JournalRoutes(kept.search(), kept.dialects(), CLOCK).endpoints());
    endpoints.addAll(
        new SubscriptionRoutes(sending.subscriptions(), sending.dispatch(), kept.dialects(), CLOCK)
            .endpoints());
    Tokens tokens = trust.identities().tokens();
    endpoints.addAll(new TokenRoutes(tokens, new TokenEvents(own)).endpoints());
    endpoints.addAll(trusting(trust));
    endpoints.addAll(new SourceRoutes(sources::status).endpoints());
    var vitals = new Vitals(kept.journal(), sources, sending.subscriptions());
    endpoints.addAll(new WatchRoutes(metrics, vitals.condition()).endpoints());
    return endpoints;
  }

  private List<Endpoint> trusting(Trust trust) {
    var events = new TrustEvents(own);
    var joins =
        new JoinRoutes(
            trust.joinTokens(),
            () -> settings().duration(Setting.TOKEN_EXPIRY),
            this::reach,
            events);
    var certificates =
        new CertificateRoutes(
            trust.identities().certificates(),
            joins,
            () -> settings().given(Setting.TRUST_PASSWORD),
            CLOCK,
            events);
    return Stream.concat(joins.endpoints().stream(), certificates.endpoints().stream()).toList();
  }

  /** How clients of other machines reach it. */
  private Reach reach() {
    return https.map(door -> door.reach(server.httpsPort().orElseThrow())).orElse(Reach.NONE);
  }

  /** The settings in force. */
  public Settings settings() {
    return settings;
  }

  /** Where it listens, as {@code --hub} takes it; the unix socket first. */
  public List<String> addresses() {
    var addresses = new ArrayList<String>();
    settings.socket().ifPresent(path -> addresses.add("unix:" + path));
    settings
        .httpAddress()
        .ifPresent(
            address ->
                addresses.add(
                    "http://" + address.getHostString() + ":" + server.port().orElseThrow()));
    reach().addresses().forEach(address -> addresses.add("https://" + address));
    return addresses;
  }

  /**
   * Takes over what can change while the hub runs.
   *
   * @return the settings that differ and need a restart
   * @throws IllegalArgumentException if one cannot be taken over; nothing was changed
   * @throws IOException if what follows from them could not be written
   */
  public List<Setting> reload(Settings fresh) throws IOException {
    Settings before = settings;
    Settings after = before.reloaded(fresh);
    List<Setting> changed = before.differing(after);
    if (!changed.isEmpty()) {
      loki.follow(after);
      settings = after;
      HubLog.install(after.text(Setting.LOG_LEVEL));
      own.lifecycle("config-updated", "/1.0", Caller.unix("root"), Map.of("keys", keys(changed)));
      LOG.log(INFO, "settings reloaded changed=" + keys(changed));
    }
    List<Setting> waiting = after.differing(fresh);
    if (!waiting.isEmpty()) {
      LOG.log(WARNING, "settings changed that need a restart keys=" + keys(waiting));
    }
    return waiting;
  }

  private static String keys(List<Setting> settings) {
    return settings.stream().map(Setting::key).collect(Collectors.joining(","));
  }

  /** Waits until it was closed. */
  public void await() throws InterruptedException {
    closed.await();
  }

  /** Stops in good order: see the order of opening. Safe to call twice. */
  @Override
  public void close() {
    closing.close();
    closed.countDown();
  }
}
