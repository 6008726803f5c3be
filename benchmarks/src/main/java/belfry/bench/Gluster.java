package belfry.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Datagrams to webhooks, Belfry beside the real {@code glustereventsd} of Debian: a burst, what goes
 * out to 1, 4 and 10 endpoints, and how long an event takes at 50 a second. The real daemon runs
 * with directories of its own in a mount namespace; both listen on their own port.
 */
final class Gluster {
  private static final int REAL_PORT = 55_555;
  private static final int OUR_PORT = 45_555;
  private static final int BURST = 100_000;
  private static final int[] WEBHOOKS = {1, 4, 10};
  private static final String INFO = "UUID=effeca22-dd38-4dce-80b3-27c9107833af\n";

  /** What has not come for so long does not come any more. */
  private static final long QUIET_NANOS = 3_000_000_000L;

  /** A program under test with its webhooks. */
  private record Subject(String name, Daemons.Daemon daemon, int port, Endpoints endpoints)
      implements AutoCloseable {
    /** Its own time and that of its children. */
    double cpuSeconds() {
      var all = new ArrayList<>(List.of(daemon.process().toHandle()));
      daemon.process().descendants().forEach(all::add);
      return all.stream()
              .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
              .mapToLong(Duration::toNanos)
              .sum()
          / 1e9;
    }

    @Override
    public void close() throws IOException, InterruptedException {
      daemon.process().descendants().forEach(ProcessHandle::destroy);
      daemon.close();
      endpoints.close();
    }
  }

  /** Starts a program with so many webhooks, on a fresh directory. */
  private interface Starting {
    Subject start(Path home, int webhooks) throws Exception;
  }

  /** A directory that is empty. */
  interface Fresh {
    Path directory(String name) throws IOException;
  }

  private Gluster() {}

  static void run(Path top, Fresh fresh) throws Exception {
    var programs = new ArrayList<Starting>();
    programs.add((home, webhooks) -> belfry(top, home, webhooks));
    if (Daemons.installed("glustereventsd")) {
      programs.add(Gluster::real);
    }
    System.out.println(
        "| run | program | sent | delivered to each | lost | told as lost | out/s | CPU-s per 1,000"
            + " events | p50 | p99 |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (Starting program : programs) {
      for (int webhooks : WEBHOOKS) {
        try (Subject subject = program.start(fresh.directory("gluster"), webhooks)) {
          warm(subject, webhooks);
          row("burst, " + webhooks + " webhooks", subject, BURST, webhooks, 0);
        }
        try (Subject subject = program.start(fresh.directory("gluster"), webhooks)) {
          warm(subject, webhooks);
          row("1,000/s, " + webhooks + " webhooks", subject, 10_000, webhooks, 1_000);
          row("50/s, " + webhooks + " webhooks", subject, 500, webhooks, 50);
        }
      }
    }
    if (programs.size() == 1) {
      System.out.println(
          "\nThe real daemon is not installed: apt-get install glusterfs-server python3-requests");
    }
  }

  private static void warm(Subject subject, int webhooks) throws IOException {
    send(subject, 200, 100);
    quiet(subject, 200L * webhooks);
    send(subject, 5_000, 1_000);
    quiet(subject, 5_000L * webhooks);
  }

  private static void row(String run, Subject subject, int count, int webhooks, int perSecond)
      throws IOException {
    subject.endpoints().reset();
    double cpu = subject.cpuSeconds();
    double lostBefore = told(subject);
    long begun = System.nanoTime();
    send(subject, count, perSecond);
    quiet(subject, (long) count * webhooks);
    long delivered = subject.endpoints().count() / webhooks;
    double seconds = (subject.endpoints().lastNanos() - begun) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %,d | %,d | %,d | %,.0f | %,.0f | %.2f | %.1f ms | %.1f ms |%n",
        run,
        subject.name(),
        count,
        delivered,
        count - delivered,
        told(subject) - lostBefore,
        subject.endpoints().count() / seconds,
        (subject.cpuSeconds() - cpu) / Math.max(1, delivered) * 1000,
        subject.endpoints().percentile(0.5),
        subject.endpoints().percentile(0.99));
  }

  /**
   * @param perSecond 0 for as fast as it goes
   */
  private static void send(Subject subject, int count, int perSecond) throws IOException {
    var to = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), subject.port());
    try (var socket = new DatagramSocket()) {
      long begun = System.nanoTime();
      for (int i = 0; i < count; i++) {
        if (perSecond > 0) {
          long due = begun + i * 1_000_000_000L / perSecond;
          for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
          }
        }
        byte[] datagram =
            ("1795167319 2 name=gv1;seq=" + i + ";sent_ns=" + System.nanoTime()).getBytes(UTF_8);
        socket.send(new DatagramPacket(datagram, datagram.length, to));
      }
    }
  }

  /** Waits for all, or until nothing came for a while. */
  private static void quiet(Subject subject, long all) {
    long since = System.nanoTime();
    while (subject.endpoints().count() < all) {
      long last = Math.max(since, subject.endpoints().lastNanos());
      if (System.nanoTime() - last > QUIET_NANOS) {
        return;
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Datagrams that the program itself says it lost; the real one never says. */
  private static double told(Subject subject) throws IOException {
    if (!subject.daemon().address().startsWith("unix:")) {
      return 0;
    }
    try (Wire wire = Wire.open(subject.daemon().address())) {
      wire.exchange(Wire.head("GET", "/metrics", "", "", -1), new byte[0]);
      return wire.body()
          .lines()
          .filter(line -> line.startsWith("belfry_source_not_taken_total"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .sum();
    }
  }

  private static Subject belfry(Path top, Path home, int webhooks) throws Exception {
    Files.writeString(home.resolve("glusterd.info"), INFO);
    var settings =
        Map.of(
            "BELFRY_GLUSTER_NODE", "true",
            "BELFRY_GLUSTER_REQUIRED", "true",
            "BELFRY_GLUSTER_PORT", String.valueOf(OUR_PORT),
            "BELFRY_GLUSTER_WORKDIR", home.toString(),
            "BELFRY_DELIVERY_ALLOW_ADDRESSES", "127.0.0.0/8");
    var endpoints = new Endpoints();
    Daemons.Daemon hub = Daemons.belfry(top, home.resolve("hub"), settings);
    try (Wire wire = Wire.open(hub.address())) {
      for (int i = 0; i < webhooks; i++) {
        byte[] body =
            """
            {"name": "w%d", "filter": "system = gluster", "sink": "webhook",
             "settings": {"url": "%s", "body": "glustereventsd"}}"""
                .formatted(i, endpoints.url(i))
                .getBytes(UTF_8);
        byte[] head =
            Wire.head("POST", "/1.0/subscriptions", "", "application/json", body.length);
        int status = wire.exchange(head, body);
        if (status != 201) {
          throw new IOException("subscription: " + status + " " + wire.body());
        }
      }
    }
    return new Subject("Belfry", hub, OUR_PORT, endpoints);
  }

  private static Subject real(Path home, int webhooks) throws Exception {
    var endpoints = new Endpoints();
    Path events = Files.createDirectories(home.resolve("lib/events"));
    Files.createDirectories(home.resolve("log"));
    Files.writeString(home.resolve("lib/glusterd.info"), INFO);
    String entries =
        IntStream.range(0, webhooks)
            .mapToObj(i -> "\"" + endpoints.url(i) + "\": {\"token\": \"\", \"secret\": \"\"}")
            .reduce((one, other) -> one + ", " + other)
            .orElseThrow();
    Files.writeString(events.resolve("webhooks.json"), "{" + entries + "}");
    return new Subject(
        "glustereventsd", Daemons.glustereventsd(home, REAL_PORT), REAL_PORT, endpoints);
  }
}
