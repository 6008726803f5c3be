package belfry.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What subscriptions cost the way in: NDJSON of 100 on 8 connections, with ten subscriptions and
 * with many. One of a hundred wants the rarest type of event, the others one that never comes.
 */
final class Subscribed {
  private static final int FEW = 10;
  private static final int CONNECTIONS = 8;

  private Subscribed() {}

  static void run(java.nio.file.Path top, Gluster.Fresh fresh, int many, int rounds, int warm)
      throws Exception {
    System.out.println("| subscriptions | events/s, median of " + rounds + " (max) | made in | resident |");
    System.out.println("|---|---|---|---|");
    for (int count : new int[] {FEW, many}) {
      try (var hub = Daemons.belfry(top, fresh.directory("subscribed"))) {
        long begun = System.nanoTime();
        subscribe(hub.address(), count);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Ingest.post(hub.address(), "", CONNECTIONS, 100, warm, "warm");
        var rates = new ArrayList<Double>();
        for (int i = 0; i < rounds; i++) {
          rates.add(Ingest.post(hub.address(), "", CONNECTIONS, 100, 5, "b" + i).perSecond());
        }
        System.out.printf(
            Locale.ROOT,
            "| %,d | %,.0f (%,.0f) | %.1f s | %,d MiB |%n",
            count,
            Bench.median(rates),
            rates.stream().max(Double::compare).orElseThrow(),
            seconds,
            hub.residentMiB());
      }
    }
  }

  private static void subscribe(String address, int count) throws Exception {
    var next = new AtomicInteger();
    var failed = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Wire wire = Wire.open(address)) {
                      for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                        make(wire, n);
                      }
                    } catch (IOException e) {
                      failed.incrementAndGet();
                      throw new IllegalStateException(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failed.get() > 0) {
      throw new IOException("subscriptions could not be made, see above");
    }
  }

  private static void make(Wire wire, int number) throws IOException {
    String type = number % 100 == 0 ? "bench." + Events.typeName(60) : "bench.never-" + number;
    byte[] body =
        """
        {"name": "s%d", "filter": "type = \\"%s\\"", "sink": "noop"}"""
            .formatted(number, type)
            .getBytes(UTF_8);
    byte[] head =
        Wire.head("POST", "/1.0/subscriptions", "", "application/json", body.length);
    if (wire.exchange(head, body) != 201) {
      throw new IOException("subscription: " + wire.body());
    }
  }
}
