package belfry.bench;

import belfry.Formats;
import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.feed.Reading;
import belfry.filter.Filter;
import belfry.format.Decoder;
import belfry.format.Dialects;
import belfry.format.Raw;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pieces of the hot path by themselves: scanning, decoding, filtering. The filter has the shape
 * "type prefix, project, and one of two more", beside the same written by hand.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class Micro {
  private static final JsonMapper JACKSON = new JsonMapper();

  private Payload event;
  private byte[] bytes;
  private Raw raw;
  private Decoder decoder;
  private Reading reading;
  private Filter filter;

  @Setup
  public void setUp() throws Exception {
    Dialects dialects = Formats.all();
    bytes = new Events(1).event("m").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    event = Payload.copyOf(bytes);
    decoder = dialects.find("cloudevents").orElseThrow().decoder();
    raw =
        new Raw(
            event, Origin.of("http"), Instant.EPOCH, "0199-00000000-7000-8000-000000000000", 0);
    Event decoded = decoder.decode(raw).toBuilder().project("shop").build();
    reading =
        new Reading(
            new Entry(
                new Position(0, 1), Instant.EPOCH, Payload.copyOf(new byte[16]), decoded),
            dialects);
    filter =
        Filter.parse(
            "type =~ \"^bench\\\\.\" AND project = shop AND"
                + " (source =~ \"node-xyz$\" OR severity >= INFO)",
            Instant.EPOCH);
    if (!filter.matches(reading) || !byHand()) {
      throw new IllegalStateException("the filter does not match: " + filter.explain());
    }
  }

  @Benchmark
  public JsonValue scan() throws Exception {
    return Json.parse(event);
  }

  @Benchmark
  public JsonNode scanWithJackson() {
    return JACKSON.readTree(bytes);
  }

  @Benchmark
  public Event decode() throws Exception {
    return decoder.decode(raw);
  }

  @Benchmark
  public boolean filter() {
    return filter.matches(reading);
  }

  @Benchmark
  public boolean byHand() {
    Event it = reading.entry().event();
    return it.type().startsWith("bench.")
        && it.project().equals("shop")
        && (it.source().endsWith("node-xyz")
            || it.severity().compareTo(belfry.event.Severity.INFO) >= 0);
  }
}
