package belfry.intake;

import belfry.format.catalogue.Catalogue;
import belfry.intake.Receipt.Why;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What intake counts. For each format: received = accepted + duplicates + refused + turned away,
 * whenever no call is running.
 */
final class Counts {
  private final Catalogue catalogue = Catalogue.load();
  private final Metrics metrics;
  private final Counter conflicts;
  private final Counter masked;
  private final Counter malformed;
  private final Map<String, OfFormat> formats = new ConcurrentHashMap<>();

  private record OfFormat(
      Counter received,
      Counter bytes,
      Counter accepted,
      Counter duplicates,
      Counter turnedAway,
      Counter unknownTypes,
      Map<Why, Counter> refused) {}

  Counts(Metrics metrics) {
    this.metrics = metrics;
    conflicts =
        metrics.counter(
            "belfry_intake_conflicts_kept_total",
            "Accepted events whose identity was there with other content.");
    masked =
        metrics.counter("belfry_intake_masked_total", "Events in which secrets were overwritten.");
    malformed =
        metrics.counter(
            "belfry_intake_malformed_kept_total",
            "Accepted bytes that were not their source's dialect, kept raw.");
  }

  private OfFormat of(String format) {
    return formats.computeIfAbsent(format, this::register);
  }

  private OfFormat register(String format) {
    var labels = Map.of("format", format);
    var refused = new EnumMap<Why, Counter>(Why.class);
    for (Why why : Why.values()) {
      refused.put(
          why,
          metrics.counter(
              "belfry_intake_refused_total",
              "Items refused, by reason.",
              Map.of("format", format, "why", why.name().toLowerCase(Locale.ROOT))));
    }
    return new OfFormat(
        metrics.counter("belfry_intake_received_total", "Items that came in.", labels),
        metrics.counter("belfry_intake_received_bytes_total", "Their bytes.", labels),
        metrics.counter("belfry_intake_accepted_total", "Items that are on disk.", labels),
        metrics.counter("belfry_intake_duplicates_total", "Items already on disk.", labels),
        metrics.counter(
            "belfry_intake_turned_away_total",
            "Items not taken because the hub was busy, over quota or could not write.",
            labels),
        metrics.counter(
            "belfry_intake_unknown_types_total",
            "Items of a type that is not in the catalogue; they are kept like all others.",
            labels),
        refused);
  }

  void received(String format, int items, long bytes) {
    of(format).received().add(items);
    of(format).bytes().add(bytes);
  }

  void turnedAway(String format, int items) {
    of(format).turnedAway().add(items);
  }

  void decoded(String format, String type) {
    if (catalogue.find(type).isEmpty()) {
      of(format).unknownTypes().add();
    }
  }

  void masked() {
    masked.add();
  }

  void malformedKept() {
    malformed.add();
  }

  void answered(String format, Receipt receipt) {
    OfFormat counters = of(format);
    long accepted = 0;
    long duplicates = 0;
    for (Receipt.Item item : receipt.items()) {
      switch (item) {
        case Receipt.Accepted one -> {
          accepted++;
          if (one.conflict()) {
            conflicts.add();
          }
        }
        case Receipt.Duplicate one -> duplicates++;
        case Receipt.Refused one -> refused(counters, one.why()).add();
      }
    }
    counters.accepted().add(accepted);
    counters.duplicates().add(duplicates);
  }

  private static Counter refused(OfFormat counters, Why why) {
    Counter counter = counters.refused().get(why);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + why);
    }
    return counter;
  }
}
