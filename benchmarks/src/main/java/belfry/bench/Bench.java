package belfry.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The runs, each beside its peer, interleaved and repeated; prints Markdown.
 *
 * <pre>
 *   bench ingest            durable ingest: NDJSON batches of 100, single events on 64 connections,
 *                           beside a raw group commit on the same disk
 *   bench sustained [RATE]  a minute at so many events per second (default 50,000): does the index
 *                           keep up?
 *   bench fanout [COUNT…]   1, 10 and 100 listeners, beside the real LXD daemon if it is installed
 *   bench search [EVENTS]   queries and bytes per event (default 1,000,000), beside SQLite FTS5
 *   bench subscriptions [COUNT]
 *                           durable ingest with ten subscriptions and with many (default 10,000)
 *   bench gluster           datagrams to 1, 4 and 10 webhooks: bursts, rates and latency, beside the
 *                           real glustereventsd if it is installed; as root
 *   bench micro             scanning, decoding and filtering by themselves (JMH)
 *   bench start [GIB]       time to the first answer: on nothing, on what the last search run left,
 *                           and on a journal of so many GiB
 * </pre>
 *
 * The hub is started by the launcher of the checkout in {@code -Dtop}, on a fresh directory below
 * {@code -Dwork}.
 */
public final class Bench {
  private static final int ROUNDS = 3;

  /** The second compiler tier of a hub under full load is done after about half a minute. */
  private static final int WARM_SECONDS = 40;

  private static final int[] COUNTS = {1, 10, 100};
  private static final Path TOP = Path.of(System.getProperty("top", "")).toAbsolutePath();
  private static final Path WORK = Path.of(System.getProperty("work", "target/bench"));

  private Bench() {}

  /** See the class. Exit status: 0 done, 1 a run failed, 2 wrong arguments. */
  public static void main(String... args) throws Exception {
    Files.createDirectories(WORK);
    conditions();
    switch (args.length == 0 ? "" : args[0]) {
      case "ingest" -> ingest();
      case "sustained" -> sustained(args.length > 1 ? Long.parseLong(args[1]) : 50_000);
      case "fanout" -> fanout(counts(args));
      case "search" -> search(args.length > 1 ? Long.parseLong(args[1]) : 1_000_000);
      case "gluster" -> Gluster.run(TOP, Bench::fresh);
      case "subscriptions" ->
          Subscribed.run(
              TOP,
              Bench::fresh,
              args.length > 1 ? Integer.parseInt(args[1]) : 10_000,
              ROUNDS,
              WARM_SECONDS);
      case "start" ->
          Start.run(
              TOP,
              Bench::fresh,
              WORK.resolve("search"),
              args.length > 1 ? Long.parseLong(args[1]) : 0);
      case "micro" -> org.openjdk.jmh.Main.main(new String[] {"belfry.bench.Micro"});
      default -> {
        System.err.println(
            "usage: bench ingest | sustained [RATE] | fanout | search [EVENTS] | gluster"
                + " | subscriptions [COUNT] | start [GIB] | micro");
        System.exit(2);
      }
    }
  }

  private static int[] counts(String... args) {
    return args.length > 1
        ? Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray()
        : COUNTS;
  }

  private static void conditions() throws IOException {
    String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    String cpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown CPU");
    System.out.printf(
        Locale.ROOT,
        "Conditions: %d cores (%s), load average %s at the start, Java %s, load generator on the"
            + " same machine.%n%n",
        Runtime.getRuntime().availableProcessors(),
        cpu,
        load,
        Runtime.version());
  }

  private static void ingest() throws Exception {
    System.out.println("| run | events/s, median of " + ROUNDS + " (max) | p50 | p99 |");
    System.out.println("|---|---|---|---|");
    var batches = new ArrayList<Ingest.Result>();
    var singles = new ArrayList<Ingest.Result>();
    var raws = new ArrayList<Double>();
    try (var hub = Daemons.belfry(TOP, fresh("ingest"))) {
      Ingest.post(hub.address(), "", 8, 100, WARM_SECONDS, "warm");
      Ingest.post(hub.address(), "", 64, 1, 10, "warm1");
      for (int i = 0; i < ROUNDS; i++) {
        raws.add(RawCommit.perSecond(fresh("raw"), 8, 100, 5));
        batches.add(Ingest.post(hub.address(), "", 8, 100, 5, "b" + i));
        singles.add(Ingest.post(hub.address(), "", 64, 1, 5, "s" + i));
      }
      row("Belfry, NDJSON of 100, 8 connections", batches);
      row("Belfry, one event per POST, 64 connections", singles);
      System.out.printf(
          Locale.ROOT,
          "| raw group commit of the same bytes, batches of 100, 8 threads | %,.0f (%,.0f) | | |%n",
          median(raws),
          raws.stream().max(Comparator.naturalOrder()).orElseThrow());
      System.out.printf(Locale.ROOT, "%nHub: %d MiB resident after the run.%n", hub.residentMiB());
    }
  }

  private static void sustained(long perSecond) throws Exception {
    var load = new Sustained();
    try (var hub = Daemons.belfry(TOP, fresh("sustained"))) {
      load.run(hub.address(), perSecond * 0.5, WARM_SECONDS);
      load.run(hub.address(), perSecond, 10);
      waitForIndex(hub.address());
      double cpu = hub.cpuSeconds();
      System.out.println("| second | accepted/s | refused | behind the index |");
      System.out.println("|---|---|---|---|");
      for (int i = 1; i <= 6; i++) {
        var ten = load.run(hub.address(), perSecond, 10);
        System.out.printf(
            Locale.ROOT,
            "| %d | %,.0f | %,d | %,.0f |%n",
            i * 10,
            ten.perSecond(),
            ten.refused(),
            lag(hub.address()));
      }
      long begun = System.nanoTime();
      waitForIndex(hub.address());
      System.out.printf(
          Locale.ROOT,
          "%nThe index had everything %.1f s after the last event. Hub: %.1f us of CPU per event.%n",
          (System.nanoTime() - begun) / 1e9,
          (hub.cpuSeconds() - cpu) / perSecond / 60 * 1e6);
    }
  }

  private static void row(String name, List<Ingest.Result> results) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %,.0f (%,.0f) | %.2f ms | %.2f ms |%n",
        name,
        median(results.stream().map(Ingest.Result::perSecond).toList()),
        results.stream().mapToDouble(Ingest.Result::perSecond).max().orElseThrow(),
        median(results.stream().map(result -> result.p50() / 1000.0).toList()),
        median(results.stream().map(result -> result.p99() / 1000.0).toList()));
  }

  private static void fanout(int[] counts) throws Exception {
    System.out.println(
        "| listeners | program | deliveries/s, median of "
            + ROUNDS
            + " (max) | out of order | same order for all | lost | p50 | p99 |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    boolean lxd = Daemons.installed("lxd");
    for (int listeners : counts) {
      var ours = new ArrayList<FanOut.Result>();
      var theirs = new ArrayList<FanOut.Result>();
      for (int i = 0; i < ROUNDS; i++) {
        try (var hub = Daemons.belfry(TOP, fresh("fanout"))) {
          FanOut.belfry(hub.address(), listeners, 4000);
          ours.add(FanOut.belfry(hub.address(), listeners, listeners == 100 ? 10_000 : 50_000));
        }
        if (lxd) {
          try (var daemon = Daemons.lxd(fresh("lxd"))) {
            theirs.add(FanOut.lxd(daemon.address(), listeners, listeners == 100 ? 1000 : 5000));
          }
        }
      }
      print("Belfry", ours);
      if (lxd) {
        print("LXD 5.0.2", theirs);
      }
    }
    if (!lxd) {
      System.out.println("\nThe LXD daemon is not installed: apt-get install lxd");
    }
  }

  private static void print(String program, List<FanOut.Result> results) {
    FanOut.Result one = results.getFirst();
    System.out.printf(
        Locale.ROOT,
        "| %d | %s | %,.0f (%,.0f) | %d of %d | %s | %d | %.1f ms | %.1f ms |%n",
        one.listeners(),
        program,
        median(results.stream().map(FanOut.Result::perSecond).toList()),
        results.stream().mapToDouble(FanOut.Result::perSecond).max().orElseThrow(),
        results.stream().mapToLong(FanOut.Result::disordered).sum(),
        results.stream().mapToLong(FanOut.Result::deliveries).sum(),
        results.stream().allMatch(FanOut.Result::sameOrder) ? "yes" : "no",
        results.stream().mapToLong(r -> r.events() * r.listeners() - r.deliveries()).sum(),
        median(results.stream().map(result -> result.p50() / 1000.0).toList()),
        median(results.stream().map(result -> result.p99() / 1000.0).toList()));
  }

  private static void search(long events) throws Exception {
    Path home = fresh("search");
    try (var hub = Daemons.belfry(TOP, home)) {
      Ingest.Result load = Ingest.load(hub.address(), "", events, "r");
      long begun = System.nanoTime();
      waitForIndex(hub.address());
      double behind = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "Loaded %,d events at %,.0f/s, index complete %.1f s later (%,.0f/s sustained).%n",
          events,
          load.perSecond(),
          behind,
          events / (load.seconds() + behind));
      Search.run(hub.address(), "");
      Search.Result ours = Search.run(hub.address(), "");
      System.out.printf(
          Locale.ROOT, "Hub: %d MiB resident, %.0f CPU-s.%n%n", hub.residentMiB(), hub.cpuSeconds());
      Path file = fresh("sqlite").resolve("events.db");
      Files.createDirectories(file.getParent());
      try (var sqlite = new Sqlite(file)) {
        long peerEvents = Math.min(events, 1_000_000);
        double rate = sqlite.load(peerEvents);
        var theirs = sqlite.ask();
        System.out.printf("| question | Belfry over HTTP, %,d events | SQLite FTS5 in process, %,d events |%n", events, peerEvents);
        System.out.println("|---|---|---|");
        ours.medians()
            .forEach(
                (question, took) ->
                    System.out.printf(
                        Locale.ROOT,
                        "| %s | %.2f ms | %s |%n",
                        question,
                        took,
                        theirs.containsKey(question)
                            ? "%.2f ms".formatted(theirs.get(question))
                            : ""));
        System.out.printf(
            Locale.ROOT, "| load | %,.0f/s | %,.0f/s |%n", load.perSecond(), rate);
        System.out.printf(
            Locale.ROOT,
            "| bytes per event of 612, unsealed tail included | %.0f | %.0f |%n",
            bytes(home) / (double) events,
            sqlite.bytes() / (double) peerEvents);
      }
    }
    bytesByFolder(home, events);
  }

  private static void waitForIndex(String address) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + 600_000_000_000L;
    while (System.nanoTime() < deadline) {
      if (lag(address) == 0) {
        return;
      }
      Thread.sleep(50);
    }
    throw new IOException("the index did not catch up within 600 s");
  }

  /** Offsets that the index has not added. */
  private static double lag(String address) throws IOException {
    try (Wire wire = Wire.open(address)) {
      wire.exchange(Wire.head("GET", "/metrics", "", "", -1), new byte[0]);
      return wire.body()
          .lines()
          .filter(line -> line.startsWith("belfry_index_lag_entries"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    }
  }

  private static void bytesByFolder(Path home, long events) throws IOException {
    System.out.println();
    try (Stream<Path> folders = Files.list(home)) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        System.out.printf(
            Locale.ROOT,
            "%s: %.1f bytes per event%n",
            folder.getFileName(),
            bytes(folder) / (double) events);
      }
    }
  }

  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static Path fresh(String name) throws IOException {
    Path folder = WORK.resolve(name).toAbsolutePath();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
    return folder;
  }
}
