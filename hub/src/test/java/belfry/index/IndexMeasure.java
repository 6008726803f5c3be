package belfry.index;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.JournalId;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.feed.Reading;
import belfry.filter.Field;
import belfry.filter.Filter;
import belfry.filter.View;
import belfry.index.Index.Snapshot;
import belfry.index.Query.Order;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Measures the index alone: rate of one thread from bytes to terms, bytes per event, and queries on
 * what is searchable. Events are 600 bytes, 61 types by Zipf's law, 200 sources, 500 projects, 1000
 * people, 8 to 12 words out of 20,000 and three random ids. Arguments: number of events, directory.
 */
public final class IndexMeasure {
  private static final int BATCH = 1000;
  private static final int ROUNDS = 9;
  private static final Instant START = Instant.parse("2026-11-13T12:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  private final SplittableRandom random = new SplittableRandom(42);
  private final String[] words = new String[20_000];
  private final double[] wordShares = zipf(words.length);
  private final double[] typeShares = zipf(60);
  private final double[] projectShares = zipf(500);
  private final long stepNanos;

  private IndexMeasure(int count) {
    stepNanos = WEEK.toNanos() / count;
    var letters = new SplittableRandom(7);
    for (int i = 0; i < words.length; i++) {
      var word = new StringBuilder();
      for (int j = 0; j < 4 + letters.nextInt(5); j++) {
        word.append((char) ('a' + letters.nextInt(26)));
      }
      words[i] = word.toString();
    }
  }

  private static double[] zipf(int size) {
    double[] shares = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += 1.0 / (i + 1);
      shares[i] = sum;
    }
    for (int i = 0; i < size; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  private int pick(double[] shares) {
    int at = Arrays.binarySearch(shares, random.nextDouble());
    return Math.min(at < 0 ? -at - 1 : at, shares.length - 1);
  }

  private String hex(int size) {
    var out = new StringBuilder(size);
    for (int i = 0; i < size; i++) {
      out.append(Character.forDigit(random.nextInt(16), 16));
    }
    return out.toString();
  }

  private Entry entry(long offset) {
    String type =
        random.nextInt(10_000) == 0 ? "openstack.node.lost" : "openstack.t" + pick(typeShares);
    String source = "/region-" + random.nextInt(3) + "/host-" + random.nextInt(200);
    String id = hex(8) + "-7e57-7c3a-9d41-" + hex(12);
    var message = new StringBuilder();
    for (int i = 8 + random.nextInt(5); i > 0; i--) {
      message.append(' ').append(words[pick(wordShares)]);
    }
    String status = random.nextInt(5) == 0 ? "ERROR" : "SUCCESS";
    String data =
        ("{\"event_id\":\"%s\",\"event_source\":\"compute\",\"event_type\":\"%s\","
                + "\"status\":\"%s\","
                + "\"authorized\":\"yes\",\"address\":\"10.0.%d.%d\",\"agent\":\"sdk/1.9\","
                + "\"request_id\":\"req-%s\",\"method\":\"POST\",\"endpoint\":\"/v2/servers\","
                + "\"who\":\"user-%d@corp\",\"who_type\":\"USER\",\"who_id\":\"u-%d\","
                + "\"resources\":[{\"type\":\"object\",\"id\":\"%s\",\"name\":\"vm-%d\"}],"
                + "\"vcpus\":%d,\"memory_mb\":%d,\"latency_ms\":%d.%d,\"tags\":[\"prod\",\"eu\"],"
                + "\"message\":\"%s\"}")
            .formatted(
                id,
                type,
                status,
                random.nextInt(16),
                random.nextInt(256),
                hex(32),
                random.nextInt(1000),
                random.nextInt(1000),
                hex(32),
                random.nextInt(5000),
                1 + random.nextInt(16),
                1024 * (1 + random.nextInt(32)),
                random.nextInt(1000),
                random.nextInt(100),
                message);
    Instant time = START.plusNanos(offset * stepNanos);
    Event event =
        Event.of(id, source, type, time, RecordDialect.NAME, Payload.of(data))
            .project("project-" + pick(projectShares))
            .build();
    return new Entry(new Position(0, offset), time.plusMillis(3), Payload.EMPTY, event);
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    Path home = Path.of(arguments[1]);
    var measure = new IndexMeasure(count);
    try (LuceneIndex index = LuceneIndex.open(home, 1, new JournalId(new UUID(1, 1), 1))) {
      measure.add(index, count);
      index.refresh();
      index.commit();
      System.out.printf("%.1f bytes/event on disk%n", (double) size(home) / count);
      measure.ask(index);
    }
  }

  private void add(LuceneIndex index, int count) throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    long cpu = 0;
    long bytes = 0;
    for (long offset = 0; offset < count; offset += BATCH) {
      var entries = new ArrayList<Entry>(BATCH);
      for (int i = 0; i < BATCH; i++) {
        Entry entry = entry(offset + i);
        bytes += entry.event().data().size();
        entries.add(entry);
      }
      long start = System.nanoTime();
      long startCpu = threads.getCurrentThreadCpuTime();
      index.add(entries.stream().map(e -> new Reading(e, RecordDialect.DIALECTS)).toList());
      nanos += System.nanoTime() - start;
      cpu += threads.getCurrentThreadCpuTime() - startCpu;
    }
    System.out.printf(
        "%d events of %d bytes: %.1f k/s by the clock, %.1f k/s by the thread's CPU time%n",
        count, bytes / count, count * 1e6 / nanos, count * 1e6 / cpu);
  }

  private static long size(Path home) throws Exception {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(Files::isRegularFile).mapToLong(p -> p.toFile().length()).sum();
    }
  }

  private void ask(LuceneIndex index) throws Exception {
    for (String text :
        List.of(
            "type = \"openstack.node.lost\"",
            "type = \"openstack.t3\" AND project = \"project-7\"",
            "\"" + words[700] + "\"",
            "\"" + words[0] + "\"",
            "severity >= INFO",
            "event_level >= WARN",
            "subject_name : \"user-77\"",
            "time >= 2026-11-19T00:00:00Z")) {
      Filter filter = Filter.parse(text, START);
      for (Order order : Order.values()) {
        long[] found = new long[1];
        double millis =
            median(
                () -> {
                  try (Snapshot snapshot = index.snapshot()) {
                    found[0] =
                        snapshot
                            .candidates(
                                new Selection(View.ALL, filter, Range.ALL),
                                order,
                                100,
                                new Cancel())
                            .places()
                            .size();
                  }
                });
        System.out.printf("%8.2f ms  %s %s: %d%n", millis, order, text, found[0]);
      }
    }
    histogram(index, "", Field.TYPE);
    histogram(index, "event_level >= WARN", Field.TYPE);
    histogram(index, "\"" + words[700] + "\"", Field.EVENT_STATUS);
  }

  private static void histogram(LuceneIndex index, String text, Field field) throws Exception {
    Filter filter = text.isEmpty() ? Filter.ALL : Filter.parse(text, START);
    Instant end = START.plus(WEEK).plusSeconds(1);
    double millis =
        median(
            () -> {
              var tally =
                  new Tally(Buckets.of(START, end, Duration.ofHours(1)), Optional.of(field));
              Range range = Range.of(Optional.of(START), Optional.of(end));
              try (Snapshot snapshot = index.snapshot()) {
                snapshot.count(new Selection(View.ALL, filter, range), tally, new Cancel());
              }
              tally.histogram(false);
            });
    System.out.printf("%8.2f ms  histogram by hour and %s: %s%n", millis, field.text(), text);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double median(Work work) throws Exception {
    double[] millis = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      work.run();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[ROUNDS / 2];
  }
}
