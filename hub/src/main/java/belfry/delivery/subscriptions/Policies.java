package belfry.delivery.subscriptions;

import belfry.delivery.RetryPolicy;
import belfry.event.Payload;
import belfry.format.json.JsonWriter;
import belfry.sink.InvalidSink;
import belfry.sink.Members;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Retry policies as JSON: {@code delays}, a list of times such as {@code 5s}; {@code jitter}, 0 to
 * 1; {@code attempts}; {@code total}. What is absent is as in {@link RetryPolicy#STANDARD}.
 */
final class Policies {
  /** Most delays of one policy. */
  static final int DELAYS_MAX = 100;

  /** Longest delay, and longest time from the first attempt to the last. */
  static final Duration TIME_MAX = Duration.ofDays(366);

  private Policies() {}

  static RetryPolicy read(Members document) throws InvalidSink {
    Optional<Members> found = document.object("retry");
    if (found.isEmpty()) {
      return RetryPolicy.STANDARD;
    }
    Members members = found.get();
    var standard = RetryPolicy.STANDARD;
    List<Duration> delays = members.durations("delays", DELAYS_MAX, Duration.ZERO, TIME_MAX);
    var policy =
        new RetryPolicy(
            delays.isEmpty() ? standard.delays() : delays,
            members.fraction("jitter", standard.jitter()),
            members.number("attempts", standard.attemptsMax(), 1, RetryPolicy.ATTEMPTS_MAX),
            members.duration("total", standard.totalMax(), Duration.ZERO, TIME_MAX));
    members.end();
    return policy;
  }

  static void write(JsonWriter json, RetryPolicy policy) {
    json.key("retry").beginObject().key("delays").beginArray();
    policy.delays().forEach(delay -> json.string(Members.shown(delay)));
    json.endArray().key("jitter");
    json.raw(Payload.of(BigDecimal.valueOf(policy.jitter()).toPlainString()));
    json.member("attempts", policy.attemptsMax());
    json.member("total", Members.shown(policy.totalMax())).endObject();
  }
}
