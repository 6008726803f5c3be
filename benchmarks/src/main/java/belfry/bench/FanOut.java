package belfry.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One stream to many listeners over the unix socket, Belfry beside the real LXD daemon: logging
 * events of about 260 bytes, four drivers, every frame checked for order.
 */
final class FanOut {
  private static final int DRIVERS = 4;
  private static final int BATCH = 100;

  /** What one run did; latencies in microseconds, at full speed. */
  record Result(
      int listeners,
      long events,
      double seconds,
      long deliveries,
      long disordered,
      boolean sameOrder,
      long p50,
      long p99) {
    double perSecond() {
      return deliveries / seconds;
    }
  }

  private FanOut() {}

  /** Posts NDJSON batches of LXD logging events to a hub. */
  static Result belfry(String address, int listeners, int eventsPerDriver)
      throws IOException, InterruptedException {
    return run(address, listeners, eventsPerDriver, FanOut::postBatches);
  }

  /** Makes the daemon log: each refused request is one logging event that carries its URL. */
  static Result lxd(String address, int listeners, int eventsPerDriver)
      throws IOException, InterruptedException {
    return run(address, listeners, eventsPerDriver, FanOut::refusedRequests);
  }

  private interface Driver {
    void drive(Wire wire, int driver, int events, AtomicLongArray sent) throws IOException;
  }

  private static Result run(String address, int count, int eventsPerDriver, Driver driver)
      throws IOException, InterruptedException {
    var sent = new AtomicLongArray(1 << 22);
    try (var listeners =
        new Listeners(count, address, "/1.0/events?type=logging", "", sent)) {
      long total = (long) eventsPerDriver * DRIVERS;
      List<Thread> threads = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < DRIVERS; i++) {
        int number = i;
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try (Wire wire = Wire.open(address)) {
                        driver.drive(wire, number, eventsPerDriver, sent);
                      } catch (IOException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      long deadline = System.nanoTime() + 30_000_000_000L;
      while (listeners.frames() < total * count && System.nanoTime() < deadline) {
        Thread.sleep(5);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Result(
          count,
          total,
          seconds,
          listeners.frames(),
          listeners.disordered(),
          listeners.sameOrder(),
          listeners.latency(0.5),
          listeners.latency(0.99));
    }
  }

  private static void postBatches(Wire wire, int driver, int events, AtomicLongArray sent)
      throws IOException {
    var body = new StringBuilder(BATCH * 280);
    for (int first = 0; first < events; first += BATCH) {
      body.setLength(0);
      long now = System.nanoTime();
      for (int i = first; i < first + BATCH; i++) {
        long seq = driver * Listeners.DRIVER_STRIDE + i;
        body.append(event(seq)).append('\n');
        sent.set((int) (seq % sent.length()), now);
      }
      byte[] bytes = body.toString().getBytes(UTF_8);
      byte[] head =
          Wire.head("POST", "/1.0/events/lxd", "", "application/x-ndjson", bytes.length);
      if (wire.exchange(head, bytes) / 100 != 2) {
        throw new IOException("not accepted: " + wire.body());
      }
    }
  }

  /** As LXD 5.0.2 logs an API request. */
  private static String event(long seq) {
    return "{\"type\":\"logging\",\"timestamp\":\"2026-11-20T09:35:56.3701%07dZ\","
            .formatted(seq % 10_000_000)
        + "\"metadata\":{\"message\":\"Handling API request\",\"level\":\"debug\",\"context\":"
        + "{\"ip\":\"@\",\"method\":\"PUT\",\"protocol\":\"unix\",\"url\":\"/1.0/events?seq="
        + seq
        + "\",\"username\":\"root\"}},\"location\":\"none\"}";
  }

  private static void refusedRequests(Wire wire, int driver, int events, AtomicLongArray sent)
      throws IOException {
    for (int i = 0; i < events; i++) {
      long seq = driver * Listeners.DRIVER_STRIDE + i;
      sent.set((int) (seq % sent.length()), System.nanoTime());
      wire.exchange(Wire.head("PUT", "/1.0/events?seq=" + seq, "", "", 0), new byte[0]);
    }
  }
}
