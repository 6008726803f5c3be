package belfry.source;

import belfry.format.hub.HubDialect;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts what did not get in until it is told as an event: at once the first time, then summed up
 * for a while. Thread-safe.
 */
public final class Losses {
  /** So many senders are told of by name; all more together, as {@value #OTHERS}. */
  static final int SENDERS_MAX = 1_000;

  static final String OTHERS = "others";

  /** Why something did not get in. */
  public enum Why {
    BUFFER("the buffer of the source was full", HubDialect.GAP, Duration.ofSeconds(1)),
    KERNEL("the receive buffer of the socket was full", HubDialect.GAP, Duration.ofSeconds(1)),
    SIZE("the event was larger than the hub takes", HubDialect.GAP, Duration.ofSeconds(1)),
    INTAKE("intake did not take it", HubDialect.GAP, Duration.ofSeconds(1)),
    RATE("the sender sent more than it may", HubDialect.GAP, Duration.ofMinutes(1)),
    SENDER("the sender is not one that may send", Gap.REFUSED, Duration.ofMinutes(1));

    private final String reason;
    private final String type;

    /** Told at most once in so much time, for each sender. */
    private final Duration every;

    Why(String reason, String type, Duration every) {
      this.reason = reason;
      this.type = type;
      this.every = every;
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Key(Why why, String sender) {}

  private static final class Sum {
    private long count;
    private Instant since = Instant.MIN;
    private Instant until = Instant.MIN;
    private Instant tellAfter = Instant.MIN;
  }

  private final String system;
  private final String name;
  private final Map<Key, Sum> sums = new LinkedHashMap<>();
  private final SortedMap<String, Long> refused = new TreeMap<>();
  private final Map<Why, Counter> counters = new EnumMap<>(Why.class);

  /**
   * @param system the kind of source, e.g. {@code gluster}
   * @param name of the source
   */
  public Losses(String system, String name, Metrics metrics) {
    this.system = system;
    this.name = name;
    for (Why why : Why.values()) {
      counters.put(
          why,
          metrics.counter(
              "belfry_source_not_taken_total",
              "Events of a source that did not get in; all but those of refused senders are gaps.",
              Map.of("source", name, "why", why.word())));
    }
  }

  /** Counts some of nobody in particular. */
  public void add(Why why, long count, Instant now) {
    add(new Key(why, ""), count, now);
  }

  /** Counts one of a sender. */
  public void add(Why why, InetAddress sender, Instant now) {
    add(new Key(why, sender.getHostAddress()), 1, now);
  }

  private synchronized void add(Key wanted, long count, Instant now) {
    counter(wanted.why()).add(count);
    Key key =
        sums.size() >= SENDERS_MAX && !sums.containsKey(wanted)
            ? new Key(wanted.why(), wanted.sender().isEmpty() ? "" : OTHERS)
            : wanted;
    if (key.why() == Why.SENDER) {
      boolean room = refused.size() < SENDERS_MAX || refused.containsKey(key.sender());
      refused.merge(room ? key.sender() : OTHERS, count, Long::sum);
    }
    Sum sum = sums.computeIfAbsent(key, absent -> new Sum());
    sum.since = sum.count == 0 ? now : sum.since;
    sum.until = now;
    sum.count += count;
  }

  /** Takes what is to be told now: what was not told of for its while. */
  public synchronized List<Gap> due(Instant now) {
    if (sums.isEmpty()) {
      return List.of();
    }
    var gaps = new ArrayList<Gap>();
    sums.forEach(
        (key, sum) -> {
          if (sum.count > 0 && !now.isBefore(sum.tellAfter)) {
            gaps.add(told(key, sum, now));
          }
        });
    sums.values().removeIf(sum -> sum.count == 0 && !now.isBefore(sum.tellAfter));
    return gaps;
  }

  /** Takes all that was not told yet. */
  public synchronized List<Gap> all(Instant now) {
    var gaps = new ArrayList<Gap>();
    sums.forEach(
        (key, sum) -> {
          if (sum.count > 0) {
            gaps.add(told(key, sum, now));
          }
        });
    return gaps;
  }

  private Gap told(Key key, Sum sum, Instant now) {
    var gap =
        new Gap(
            system,
            name,
            key.why().type,
            key.why().reason,
            Optional.of(key.sender()).filter(sender -> !sender.isEmpty()),
            OptionalLong.of(sum.count),
            sum.since,
            sum.until);
    sum.count = 0;
    sum.tellAfter = now.plus(key.why().every);
    return gap;
  }

  /** Since the start, by reason, but for refused senders. */
  public SortedMap<String, Long> lost() {
    var lost = new TreeMap<String, Long>();
    for (Why why : Why.values()) {
      if (why != Why.SENDER && counter(why).value() > 0) {
        lost.put(why.word(), counter(why).value());
      }
    }
    return lost;
  }

  /** Since the start, by refused sender. */
  public synchronized SortedMap<String, Long> refused() {
    return new TreeMap<>(refused);
  }

  private Counter counter(Why why) {
    Counter counter = counters.get(why);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + why);
    }
    return counter;
  }
}
