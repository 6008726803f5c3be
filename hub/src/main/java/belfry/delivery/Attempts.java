package belfry.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The last attempts of each subscription. Thread-safe. */
public final class Attempts {
  /** Most attempts that are remembered of one subscription; older ones go. */
  public static final int KEPT_MAX = 200;

  /** How long an attempt is remembered. */
  public static final Duration AGE_MAX = Duration.ofDays(7);

  private final InstantSource clock;
  private final Map<String, Deque<Attempt>> kept = new ConcurrentHashMap<>();

  Attempts(InstantSource clock) {
    this.clock = clock;
  }

  void add(String subscription, List<Attempt> more) {
    Instant oldest = clock.instant().minus(AGE_MAX);
    kept.compute(
        subscription,
        (name, known) -> {
          Deque<Attempt> all = known == null ? new ArrayDeque<>() : known;
          all.addAll(more);
          while (all.size() > KEPT_MAX || isOlder(all.peek(), oldest)) {
            all.remove();
          }
          return all;
        });
  }

  private static boolean isOlder(@Nullable Attempt attempt, Instant oldest) {
    return attempt != null && attempt.when().isBefore(oldest);
  }

  /** Those of a subscription, the newest first. */
  public List<Attempt> of(String subscription, int max) {
    Instant oldest = clock.instant().minus(AGE_MAX);
    var found = new ArrayList<Attempt>();
    kept.computeIfPresent(
        subscription,
        (name, all) -> {
          all.descendingIterator().forEachRemaining(found::add);
          return all;
        });
    return found.stream().filter(attempt -> !isOlder(attempt, oldest)).limit(max).toList();
  }

  void removeAll(String subscription) {
    kept.remove(subscription);
  }
}
