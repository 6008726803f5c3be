package belfry.intake;

import belfry.journal.Busy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The token buckets of {@link Quotas}. A bucket holds one second's worth; whatever batch finds
 * something in it is let through whole and may leave it in debt, so batches larger than a second's
 * worth are slow and not impossible. Thread-safe.
 */
final class QuotaBuckets {
  /** Buckets remembered; beyond that those that are full, and so say nothing, are forgotten. */
  static final int BUCKETS_MAX = 10_000;

  private static final double NANOS = 1e9;

  /** Seconds that are nothing: what is left of adding fractions up. */
  private static final double ROUNDING = 1e-9;

  private final Quotas quotas;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> identities = new HashMap<>();
  private final Map<String, Bucket> projects = new HashMap<>();

  QuotaBuckets(Quotas quotas, LongSupplier nanoTime) {
    this.quotas = quotas;
    this.nanoTime = nanoTime;
  }

  private static final class Bucket {
    final Quotas.Rate rate;
    double events;
    double bytes;
    long filled;

    Bucket(Quotas.Rate rate, long now) {
      this.rate = rate;
      events = (double) rate.events();
      bytes = (double) rate.bytes();
      filled = now;
    }

    void fill(long now) {
      double seconds = (now - filled) / NANOS;
      events = Math.min((double) rate.events(), events + seconds * rate.events());
      bytes = Math.min((double) rate.bytes(), bytes + seconds * rate.bytes());
      filled = now;
    }

    boolean full() {
      return events >= rate.events() && bytes >= rate.bytes();
    }

    /** Seconds until something is in it again; 0 or less if there is. */
    double emptyFor() {
      return Math.max(
          rate.events() == 0 ? 0 : (1 - events) / rate.events(),
          rate.bytes() == 0 ? 0 : (1 - bytes) / rate.bytes());
    }

    void take(long eventCount, long byteCount) {
      events -= rate.events() == 0 ? 0 : eventCount;
      bytes -= rate.bytes() == 0 ? 0 : byteCount;
    }
  }

  /** A bucket and what a batch would take from it. */
  private record Charge(String name, Bucket bucket, long events, long bytes) {}

  /**
   * Charges a batch to its identity and its projects: to all of them or, if one is used up, to
   * none.
   *
   * @throws Busy saying whose quota it is and when there is some again
   */
  void charge(String identity, List<Item> items) throws Busy {
    if (quotas.none() || items.isEmpty()) {
      return;
    }
    synchronized (this) {
      long now = nanoTime.getAsLong();
      List<Charge> charges = charges(identity, items, now);
      for (Charge charge : charges) {
        charge.bucket().fill(now);
        double seconds = charge.bucket().emptyFor();
        if (seconds > ROUNDING) {
          throw busy(charge, seconds);
        }
      }
      charges.forEach(charge -> charge.bucket().take(charge.events(), charge.bytes()));
    }
  }

  private List<Charge> charges(String identity, List<Item> items, long now) {
    var bytesOf = new HashMap<String, Long>();
    var eventsOf = new HashMap<String, Long>();
    long all = 0;
    for (Item item : items) {
      long bytes = item.event().data().size();
      eventsOf.merge(item.event().project(), 1L, Long::sum);
      bytesOf.merge(item.event().project(), bytes, Long::sum);
      all += bytes;
    }
    var charges = new ArrayList<Charge>();
    Bucket own = bucket(identities, identity, quotas.ofIdentity(identity), now);
    charges.add(new Charge("identity " + identity, own, items.size(), all));
    eventsOf.forEach(
        (project, events) -> {
          Bucket bucket = bucket(projects, project, quotas.ofProject(project), now);
          long bytes = bytesOf.getOrDefault(project, 0L);
          charges.add(new Charge("project " + project, bucket, events, bytes));
        });
    return charges;
  }

  private static Bucket bucket(
      Map<String, Bucket> buckets, String name, Quotas.Rate rate, long now) {
    if (buckets.size() >= BUCKETS_MAX && !buckets.containsKey(name)) {
      buckets
          .values()
          .removeIf(
              bucket -> {
                bucket.fill(now);
                return bucket.full();
              });
    }
    return buckets.computeIfAbsent(name, key -> new Bucket(rate, now));
  }

  private static Busy busy(Charge charge, double seconds) {
    Quotas.Rate rate = charge.bucket().rate;
    return new Busy(
        "quota of %s is used up (expected: at most %s events and %s bytes per second, 0 = any)"
            .formatted(charge.name(), rate.events(), rate.bytes()),
        Duration.ofNanos((long) Math.ceil(seconds * NANOS)));
  }

  /** How many identities are remembered. */
  synchronized int identities() {
    return identities.size();
  }
}
