package belfry.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends so many events per second, in batches of 100 from two connections. 100,000 different events
 * are made before and sent again and again, each time with new ids: making them would cost this
 * machine more than sending them.
 */
final class Sustained {
  private static final int BATCH = 100;
  private static final int BATCHES = 1000;
  private static final int CONNECTIONS = 2;
  private static final String RUN = "sustained";

  private final List<byte[]> batches = new ArrayList<>();
  private final List<int[]> places = new ArrayList<>();
  private final AtomicLong sent = new AtomicLong();

  Sustained() {
    var events = new Events(7);
    for (int i = 0; i < BATCHES; i++) {
      byte[] batch = events.batch(RUN, BATCH);
      batches.add(batch);
      places.add(Events.idPlaces(batch, RUN, BATCH));
    }
  }

  /** What a run came to. */
  record Result(double perSecond, long refused) {}

  /** Sends for a while. */
  Result run(String address, double perSecond, int seconds) throws InterruptedException {
    long first = sent.get();
    var pace = new Pace(System.nanoTime(), first, perSecond);
    long end = first + (long) perSecond * seconds;
    var refused = new AtomicLong();
    var failed = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Wire wire = Wire.open(address)) {
                      send(wire, pace, end, refused);
                    } catch (IOException | InterruptedException e) {
                      failed.incrementAndGet();
                      throw new IllegalStateException(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failed.get() > 0) {
      throw new IllegalStateException("a connection failed, see above");
    }
    double took = (System.nanoTime() - pace.start) / 1e9;
    return new Result((end - first) / took, refused.get());
  }

  private void send(Wire wire, Pace pace, long end, AtomicLong refused)
      throws IOException, InterruptedException {
    while (true) {
      long first = sent.getAndAdd(BATCH);
      if (first >= end) {
        sent.addAndGet(-BATCH);
        return;
      }
      pace.await(first);
      int which = (int) (first / BATCH % BATCHES);
      byte[] body = batches.get(which).clone();
      int[] ids = places.get(which);
      for (int i = 0; i < BATCH; i++) {
        Events.number(body, ids[i], first + i);
      }
      byte[] head =
          Wire.head("POST", Ingest.PATH, "", "application/x-ndjson", body.length);
      int status = wire.exchange(head, body);
      while (status == 429) {
        refused.addAndGet(BATCH);
        Thread.sleep(50);
        status = wire.exchange(head, body);
      }
      if (status / 100 != 2) {
        throw new IOException("status " + status + ": " + wire.body());
      }
    }
  }

  /** When which event is due. */
  private record Pace(long start, long first, double perSecond) {
    void await(long event) throws InterruptedException {
      long wait = start + (long) ((event - first) / perSecond * 1e9) - System.nanoTime();
      if (wait > 0) {
        Thread.sleep(Duration.ofNanos(wait));
      }
    }
  }
}
