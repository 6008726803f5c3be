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

  /** What has not come for so long does not come any more. */
  private static final long QUIET_NANOS = 3_000_000_000L;

  /** Makes the events of each run new ones: a hub knows repetitions. */
  private static final java.util.concurrent.atomic.AtomicInteger RUNS =
      new java.util.concurrent.atomic.AtomicInteger();

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
      while (listeners.frames() < total * count
          && System.nanoTime() - listeners.lastFrame() < QUIET_NANOS) {
        Thread.sleep(5);
      }
      double seconds = (listeners.lastFrame() - start) / 1e9;
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
    int run = RUNS.incrementAndGet();
    var body = new StringBuilder(BATCH * 280);
    for (int first = 0; first < events; first += BATCH) {
      body.setLength(0);
      long now = System.nanoTime();
      for (int i = first; i < first + BATCH; i++) {
        long seq = driver * Listeners.DRIVER_STRIDE + i;
        body.append(event(seq, run)).append('\n');
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
  private static String event(long seq, int run) {
    return "{\"type\":\"logging\",\"timestamp\":\"2026-11-20T09:35:56.%04d%05dZ\","
            .formatted(run, seq % 100_000)
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
