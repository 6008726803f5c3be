package belfry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Time from the command to the first answer: on nothing, and on a journal of so many GiB. */
final class Start {
  private static final int TIMES = 5;
  private static final int CONNECTIONS = 4;

  /** Of one event; as random base64 the journal needs about three quarters of it. */
  private static final int TEXT_BYTES = 700_000;

  private Start() {}

  static void run(Path top, Gluster.Fresh fresh, Path earlier, long gibibytes) throws Exception {
    long resident = 0;
    var empty = new ArrayList<Double>();
    for (int i = 0; i < TIMES; i++) {
      try (var hub = Daemons.belfry(top, fresh.directory("start"))) {
        empty.add(hub.startSeconds());
        Thread.sleep(2000);
        resident = hub.residentMiB();
      }
    }
    System.out.printf(
        Locale.ROOT,
        "Start on an empty directory: %.2f s (median of %d), %d MiB resident when idle.%n",
        Bench.median(empty),
        TIMES,
        resident);
    if (earlier.toFile().isDirectory()) {
      again(top, earlier);
    }
    if (gibibytes > 0) {
      Path home = fresh.directory("full");
      try (var hub = Daemons.belfry(top, home)) {
        fill(hub.address(), (gibibytes << 30) * 4 / 3 / TEXT_BYTES);
      }
      again(top, home);
    }
  }

  private static void again(Path top, Path home) throws Exception {
    var seconds = new ArrayList<Double>();
    for (int i = 0; i < TIMES; i++) {
      try (var hub = Daemons.belfry(top, home)) {
        seconds.add(hub.startSeconds());
      }
    }
    System.out.printf(
        Locale.ROOT,
        "Start on %,d MiB of journal and %,d MiB of index: %.2f s (median of %d).%n",
        Bench.bytes(home.resolve("journal")) >> 20,
        Bench.bytes(home.resolve("index")) >> 20,
        Bench.median(seconds),
        TIMES);
  }

  private static void fill(String address, long count) throws InterruptedException {
    byte[] random = new byte[TEXT_BYTES / 4 * 3];
    new Random(1).nextBytes(random);
    String text = Base64.getEncoder().encodeToString(random);
    var next = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Wire wire = Wire.open(address)) {
                      for (long n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                        send(wire, n, text);
                      }
                    } catch (IOException | InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void send(Wire wire, long number, String text)
      throws IOException, InterruptedException {
    byte[] body =
        ("{\"specversion\":\"1.0\",\"id\":\"f"
                + number
                + "\",\"source\":\"/bench/full\",\"type\":\"bench.full\",\"data_base64\":\""
                + text
                + "\"}")
            .getBytes(US_ASCII);
    byte[] head =
        Wire.head("POST", Ingest.PATH, "", "application/cloudevents+json", body.length);
    int status = wire.exchange(head, body);
    while (status == 429) {
      Thread.sleep(50);
      status = wire.exchange(head, body);
    }
    if (status / 100 != 2) {
      throw new IOException("status " + status + ": " + wire.body());
    }
  }
}
