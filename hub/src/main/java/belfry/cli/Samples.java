package belfry.cli;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics as the hub shows them, by name with labels.
 *
 * @param values e.g. of {@code belfry_intake_accepted_total{format="lxd"}}
 */
record Samples(SortedMap<String, Double> values) {
  static final Samples NONE = new Samples(new TreeMap<>());

  private static final Pattern LINE =
      Pattern.compile("([a-z_]+(?:\\{[^}]*})?) (-?[0-9.eE+-]+)(?: [0-9]+)?");

  Samples {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** Reads the Prometheus text format, as far as the hub writes it. */
  static Samples parse(String text) {
    var values = new TreeMap<String, Double>();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> values.put(line.group(1), Double.parseDouble(line.group(2))));
    return new Samples(values);
  }

  /** The sum over all labels. */
  long total(String name) {
    return (long)
        values.entrySet().stream()
            .filter(sample -> sample.getKey().replaceFirst("\\{.*", "").equals(name))
            .mapToDouble(sample -> sample.getValue())
            .sum();
  }

  /** By the value of one label, those above zero. */
  SortedMap<String, Long> by(String name, String label) {
    var by = new TreeMap<String, Long>();
    Pattern labelled = Pattern.compile(name + "\\{(?:.*,)?" + label + "=\"([^\"]*)\".*");
    values.forEach(
        (key, value) -> {
          Matcher match = labelled.matcher(key);
          if (match.matches() && value > 0) {
            by.merge(match.group(1), value.longValue(), Long::sum);
          }
        });
    return by;
  }
}
