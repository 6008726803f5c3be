package belfry.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Durable ingest: every answer means that the events are on disk. */
final class Ingest {
  static final String PATH = "/1.0/events/cloudevents";
  private static final int LOAD_BATCH = 1000;

  /** What one run did. Latencies are per request, in microseconds. */
  record Result(long events, double seconds, long p50, long p99, long refused) {
    double perSecond() {
      return events / seconds;
    }
  }

  private Ingest() {}

  /**
   * Posts for a while from several connections.
   *
   * @param batch events per request; 1 is a single JSON object, more is NDJSON
   * @param run a prefix that makes the ids of this run its own
   */
  static Result post(
      String address, String token, int connections, int batch, double seconds, String run)
      throws InterruptedException {
    var next = new AtomicLong();
    var refused = new AtomicLong();
    var requests = new AtomicLong();
    var latencies = new ArrayList<long[]>();
    List<Thread> threads = new ArrayList<>();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    for (int i = 0; i < connections; i++) {
      int seed = i;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Wire wire = Wire.open(address)) {
                      long[] mine = one(wire, token, batch, end, run, seed, next, refused);
                      requests.addAndGet(mine.length);
                      synchronized (latencies) {
                        latencies.add(mine);
                      }
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double took = (System.nanoTime() - start) / 1e9;
    long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Result(
        requests.get() * batch - refused.get(),
        took,
        all.length == 0 ? -1 : all[all.length / 2] / 1000,
        all.length == 0 ? -1 : all[(int) (all.length * 0.99)] / 1000,
        refused.get());
  }

  private static long[] one(
      Wire wire,
      String token,
      int batch,
      long end,
      String run,
      int seed,
      AtomicLong next,
      AtomicLong refused)
      throws IOException {
    byte[] body = new Events(seed).batch(run, batch);
    int[] places = Events.idPlaces(body, run, batch);
    String type = batch == 1 ? "application/cloudevents+json" : "application/x-ndjson";
    byte[] head = Wire.head("POST", PATH, token, type, body.length);
    long[] latencies = new long[1 << 12];
    int count = 0;
    while (System.nanoTime() < end) {
      long first = next.getAndAdd(batch);
      for (int i = 0; i < batch; i++) {
        Events.number(body, places[i], first + i);
      }
      long before = System.nanoTime();
      int status = wire.exchange(head, body);
      if (status / 100 != 2) {
        refused.addAndGet(batch);
        if (status != 429) {
          throw new IOException("status " + status + ": " + wire.body());
        }
      }
      if (count == latencies.length) {
        latencies = Arrays.copyOf(latencies, count * 2);
      }
      latencies[count++] = System.nanoTime() - before;
    }
    return Arrays.copyOf(latencies, count);
  }

  /** Posts an exact number of events in batches of 1,000 from two connections, at full speed. */
  static Result load(String address, String token, long count, String run)
      throws InterruptedException {
    var next = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < 2; i++) {
      int seed = 100 + i;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Wire wire = Wire.open(address)) {
                      loadSome(wire, token, count, run, seed, next);
                    } catch (IOException | InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return new Result(count, (System.nanoTime() - start) / 1e9, -1, -1, 0);
  }

  private static void loadSome(
      Wire wire, String token, long count, String run, int seed, AtomicLong next)
      throws IOException, InterruptedException {
    var events = new Events(seed);
    while (true) {
      long first = next.getAndAdd(LOAD_BATCH);
      if (first >= count) {
        return;
      }
      byte[] body = events.batch(run, LOAD_BATCH);
      int[] places = Events.idPlaces(body, run, LOAD_BATCH);
      for (int i = 0; i < LOAD_BATCH; i++) {
        Events.number(body, places[i], first + i);
      }
      byte[] head = Wire.head("POST", PATH, token, "application/x-ndjson", body.length);
      while (wire.exchange(head, body) == 429) {
        Thread.sleep(50);
      }
    }
  }
}
