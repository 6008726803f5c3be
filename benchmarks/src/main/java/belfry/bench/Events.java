package belfry.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;

/**
 * The events of all runs: CloudEvents of 612 bytes on average, the same for the same seed. 61 types
 * by Zipf's law, 200 sources, 500 projects, 1,000 actors, eight to twelve words from 20,000.
 */
final class Events {
  private static final int TYPES = 61;
  private static final int SOURCES = 200;
  private static final int PROJECTS = 500;
  private static final int ACTORS = 1000;
  private static final int WORDS = 20_000;
  private static final int ID_DIGITS = 12;
  private static final String ID_MARK = "000000000000";

  private final Random random;
  private final double[] typeRanks = new double[TYPES];

  Events(long seed) {
    random = new Random(seed);
    double sum = 0;
    for (int i = 0; i < TYPES; i++) {
      sum += 1.0 / (i + 1);
      typeRanks[i] = sum;
    }
    for (int i = 0; i < TYPES; i++) {
      typeRanks[i] /= sum;
    }
  }

  /** One event with the id {@code <run>-000000000000}; see {@link #number}. */
  String event(String run) {
    int type = type();
    var text = new StringBuilder();
    int words = 8 + random.nextInt(5);
    for (int i = 0; i < words; i++) {
      text.append(i == 0 ? "" : " ").append(word(random.nextInt(WORDS)));
    }
    return """
        {"specversion":"1.0","id":"%s-%s","source":"/bench/node-%03d","type":"bench.%s","subject":"/1.0/instances/c%05d",\
        "time":"2026-11-20T09:35:%02d.%09dZ","datacontenttype":"application/json","project":"p%03d","authid":"user-%04d@example.org",\
        "authtype":"user","data":{"action":"%s","requestor":{"username":"user-%04d@example.org","protocol":"oidc","address":"192.0.2.%d:%d"},\
        "context":{"architecture":"x86_64","profile":"default","size":%d},"note":"%s"}}"""
        .formatted(
            run,
            ID_MARK,
            random.nextInt(SOURCES),
            typeName(type),
            random.nextInt(100_000),
            random.nextInt(60),
            random.nextInt(1_000_000_000),
            random.nextInt(PROJECTS),
            random.nextInt(ACTORS),
            typeName(type),
            random.nextInt(ACTORS),
            random.nextInt(256),
            1024 + random.nextInt(60_000),
            random.nextInt(1 << 20),
            text);
  }

  static String typeName(int rank) {
    return "kind-%02d".formatted(rank);
  }

  static String word(int number) {
    return "w" + Integer.toString(number * 7919 % 1_000_003, 36);
  }

  private int type() {
    double at = random.nextDouble();
    int rank = 0;
    while (typeRanks[rank] < at && rank < TYPES - 1) {
      rank++;
    }
    return rank;
  }

  /** {@code count} events as NDJSON, with ids still to be numbered. */
  byte[] batch(String run, int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(event(run)).append('\n');
    }
    return text.toString().getBytes(UTF_8);
  }

  /** The places of the ids' digits in a batch. */
  static int[] idPlaces(byte[] batch, String run, int count) {
    byte[] mark = (run + "-" + ID_MARK).getBytes(US_ASCII);
    int[] places = new int[count];
    int found = 0;
    for (int i = 0; i + mark.length <= batch.length && found < count; i++) {
      if (java.util.Arrays.equals(batch, i, i + mark.length, mark, 0, mark.length)) {
        places[found++] = i + mark.length - ID_DIGITS;
      }
    }
    return places;
  }

  /** Writes a number into the digits at {@code place}. */
  static void number(byte[] batch, int place, long number) {
    long rest = number;
    for (int i = ID_DIGITS - 1; i >= 0; i--) {
      batch[place + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
