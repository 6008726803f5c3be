package belfry.metrics;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;

/**
 * All counters and gauges of one hub. Names follow Prometheus: prefix {@code belfry_}, base units,
 * {@code _total} for counters; labels are few and of low cardinality. Text format 0.0.4.
 */
public final class Metrics {
  private final SortedMap<String, Family> families = new ConcurrentSkipListMap<>();

  private record Family(
      String help,
      String type,
      SortedMap<String, Counter> counters,
      SortedMap<String, DoubleSupplier> gauges) {}

  /** The counter of this name and labels; the same object for the same arguments. */
  public Counter counter(String name, String help, Map<String, String> labels) {
    return family(name, help, "counter")
        .counters()
        .computeIfAbsent(text(labels), key -> new Counter());
  }

  public Counter counter(String name, String help) {
    return counter(name, help, Map.of());
  }

  /** A value that is asked for when somebody looks. Replaces one of the same name and labels. */
  public void gauge(String name, String help, Map<String, String> labels, DoubleSupplier value) {
    family(name, help, "gauge").gauges().put(text(labels), value);
  }

  private Family family(String name, String help, String type) {
    return families.computeIfAbsent(
        name,
        key ->
            new Family(help, type, new ConcurrentSkipListMap<>(), new ConcurrentSkipListMap<>()));
  }

  private static String text(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return "";
    }
    var out = new StringBuilder("{");
    new TreeMap<>(labels)
        .forEach(
            (name, value) ->
                out.append(out.length() > 1 ? "," : "")
                    .append(name)
                    .append("=\"")
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                    .append('"'));
    return out.append('}').toString();
  }

  /** Everything in the Prometheus text format, sorted by name. */
  public String prometheusText() {
    var out = new StringBuilder(8192);
    families.forEach(
        (name, family) -> {
          out.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
          out.append("# TYPE ").append(name).append(' ').append(family.type()).append('\n');
          family
              .counters()
              .forEach(
                  (labels, counter) ->
                      out.append(name)
                          .append(labels)
                          .append(' ')
                          .append(counter.value())
                          .append('\n'));
          family
              .gauges()
              .forEach(
                  (labels, gauge) ->
                      out.append(name)
                          .append(labels)
                          .append(' ')
                          .append(number(gauge))
                          .append('\n'));
        });
    return out.toString();
  }

  private static String number(DoubleSupplier gauge) {
    double value = gauge.getAsDouble();
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
