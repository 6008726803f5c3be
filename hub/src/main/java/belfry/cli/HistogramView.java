package belfry.cli;

import belfry.cli.SearchCommand.Question;
import belfry.cli.print.Bars;
import belfry.cli.shell.Answer;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Request;
import belfry.format.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks for counts over time and draws them. */
final class HistogramView {
  private static final Duration DEFAULT_SPAN = Duration.ofHours(1);
  private static final int BARS_AIM = 24;
  private static final int VALUES_SHOWN = 4;

  /** Lengths of a bucket that people can read. */
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(7));

  private final Shell shell;
  private final HubClient client;

  HistogramView(Shell shell, HubClient client) {
    this.shell = shell;
    this.client = client;
  }

  /**
   * @param field empty for counts over time alone
   */
  void show(Question question, String field) throws Failure {
    Instant until = question.until().orElseGet(() -> shell.clock().instant());
    Instant since = question.since().orElse(until.minus(DEFAULT_SPAN));
    Duration step = step(Duration.between(since, until));
    var target = new Request.Target("/1.0/journal/histogram");
    new Question(
            question.filter(),
            Optional.of(since),
            Optional.of(until),
            question.newestFirst(),
            question.project())
        .addTo(target);
    target
        .add("step", Long.toString(step.toSeconds()) + "s")
        .add("field", Optional.of(field).filter(name -> !name.isEmpty()));
    JsonValue answer = Answer.metadata(HubOptions.ask(client, Request.get(target.toString())));
    print(answer.get("buckets").map(JsonValue::elements).orElseGet(List::of), step);
    if (answer.get("partial").map(partial -> partial.text().equals("true")).orElse(false)) {
      shell.err().println("belfry: the index is behind; the newest events may be missing");
    }
  }

  private static Duration step(Duration span) throws Failure {
    if (span.isNegative() || span.isZero()) {
      throw Failure.usage("--since is not before --until (expected: an earlier time)");
    }
    for (Duration step : STEPS) {
      if (span.dividedBy(step) <= BARS_AIM) {
        return step;
      }
    }
    return Duration.ofDays(Math.ceilDiv(span.toDays(), BARS_AIM));
  }

  private void print(List<JsonValue> buckets, Duration step) {
    var bars = new Bars(shell.paint(), shell.zone(), shell.terminal().columns());
    var drawn = new ArrayList<Bars.Bar>();
    long total = 0;
    for (JsonValue bucket : buckets) {
      long count = Answer.number(bucket, "total");
      String label = bars.label(Instant.parse(bucket.text("start")), step);
      drawn.add(new Bars.Bar(label, count, values(bucket)));
      total += count;
    }
    shell.out().print(bars.draw(drawn));
    shell.out().println(Text.counted(total, "event"));
  }

  /** The most frequent values of the field: {@code INFO 12, WARN 3}. */
  private static String values(JsonValue bucket) {
    record Value(String name, long count) {}
    var values = new ArrayList<Value>();
    bucket
        .get("counts")
        .ifPresent(
            counts ->
                counts.forEachMember(
                    (name, count) ->
                        values.add(new Value(name, (long) Double.parseDouble(count.text())))));
    String shown =
        values.stream()
            .sorted(Comparator.comparingLong(Value::count).reversed().thenComparing(Value::name))
            .limit(VALUES_SHOWN)
            .map(value -> value.name() + " " + value.count())
            .collect(Collectors.joining(", "));
    return values.size() > VALUES_SHOWN ? shown + ", …" : shown;
  }
}
