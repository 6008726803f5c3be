package belfry.http.journal;

import belfry.access.Role;
import belfry.event.InvalidCursor;
import belfry.event.Payload;
import belfry.feed.Reading;
import belfry.filter.Field;
import belfry.format.Dialects;
import belfry.format.json.JsonWriter;
import belfry.http.Call;
import belfry.http.Endpoint;
import belfry.http.ErrorCode;
import belfry.http.Moments;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.index.Histogram;
import belfry.index.Page;
import belfry.index.Query;
import belfry.index.Search;
import belfry.journal.Busy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /1.0/journal/…} and {@code /1.0/event-types}. */
public final class JournalRoutes {
  /** Events on a page when nobody says how many. */
  static final int LIMIT_STANDARD = 100;

  private static final Set<String> SEARCH_PARAMETERS =
      Set.of("filter", "project", "since", "until", "order", "limit", "cursor", "format", "fields");
  private static final Set<String> HISTOGRAM_PARAMETERS =
      Set.of("filter", "project", "since", "until", "step", "field");
  private static final Duration HISTOGRAM_RANGE = Duration.ofHours(24);
  private static final int HISTOGRAM_BUCKETS = 60;

  private final Search search;
  private final Dialects dialects;
  private final InstantSource clock;
  private final EventTypes types = new EventTypes();

  public JournalRoutes(Search search, Dialects dialects, InstantSource clock) {
    this.search = search;
    this.dialects = dialects;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of(Role.READ, "GET", "/1.0/journal/events", this::events),
        Endpoint.of(Role.READ, "GET", "/1.0/journal/events/{id}", this::event),
        Endpoint.of(Role.READ, "GET", "/1.0/journal/histogram", this::histogram),
        Endpoint.of(Role.READ, "GET", "/1.0/event-types", types::answer));
  }

  private Reply events(Call call) throws Problem, Busy, IOException, InterruptedException {
    call.params().allow(SEARCH_PARAMETERS);
    Rendering rendering = Rendering.of(call, dialects);
    Asked asked = Asked.of(call, clock.instant());
    var query =
        new Query(
            asked.filter(),
            asked.since(),
            asked.until(),
            order(call),
            call.params().number("limit", LIMIT_STANDARD, 1, Query.LIMIT_MAX),
            call.params().text("cursor"));
    Page page;
    try {
      page = search.search(call.caller().view(), query);
    } catch (InvalidCursor e) {
      throw new Problem(
          ErrorCode.CURSOR, String.valueOf(e.getMessage()), new Problem.Where("cursor", 0));
    }
    return call.accepts(Reply.NDJSON) ? lines(page, rendering) : envelope(page, rendering);
  }

  private static Query.Order order(Call call) throws Problem {
    String text = call.params().text("order").orElse("desc");
    return switch (text) {
      case "desc", "newest" -> Query.Order.NEWEST_FIRST;
      case "asc", "oldest" -> Query.Order.OLDEST_FIRST;
      default -> throw Problem.parameter("order", text, "desc or asc");
    };
  }

  private static Reply envelope(Page page, Rendering rendering) {
    var json = new JsonWriter(JsonWriter.Style.COMPACT, 16 << 10).beginObject();
    json.key("events").beginArray();
    page.entries().forEach(reading -> json.raw(rendering.json(reading)));
    json.endArray();
    json.member("next", page.next().orElse(""));
    json.member("partial", page.partial());
    return Reply.sync(json.endObject().payload());
  }

  /** One event per line; where the next page begins and whether this one is whole in headers. */
  private static Reply lines(Page page, Rendering rendering) {
    var out = new ByteArrayOutputStream(16 << 10);
    for (Reading reading : page.entries()) {
      out.writeBytes(rendering.bytes(reading).toBytes());
      out.write('\n');
    }
    Reply.Whole reply = Reply.of(Reply.NDJSON, Payload.owning(out.toByteArray()));
    if (page.partial()) {
      reply = reply.header("Belfry-Partial", "true");
    }
    Optional<String> next = page.next();
    return next.isPresent() ? reply.header("Belfry-Next", next.get()) : reply;
  }

  private Reply event(Call call) throws Problem, Busy, IOException, InterruptedException {
    call.params().allow(Set.of("format", "fields"));
    Rendering rendering = Rendering.of(call, dialects);
    String id = call.variable("id");
    Reading reading =
        search
            .find(call.caller().view(), id)
            .orElseThrow(
                () ->
                    new Problem(
                        ErrorCode.EVENT_NOT_FOUND,
                        "event: " + id + " (expected: the id of one that you may see)"));
    return call.accepts(Reply.NDJSON)
        ? Reply.of(Reply.NDJSON, rendering.bytes(reading))
        : Reply.sync(rendering.json(reading));
  }

  private Reply histogram(Call call) throws Problem, Busy, IOException, InterruptedException {
    call.params().allow(HISTOGRAM_PARAMETERS);
    Instant now = clock.instant();
    Asked asked = Asked.of(call, now);
    Instant until = asked.until().orElse(now.plusSeconds(1));
    Instant since = asked.since().orElse(until.minus(HISTOGRAM_RANGE));
    Duration step = step(call, Duration.between(since, until));
    Histogram.Request request;
    try {
      request = new Histogram.Request(asked.filter(), since, until, step, field(call));
    } catch (IllegalArgumentException e) {
      throw new Problem(ErrorCode.PARAMETER, String.valueOf(e.getMessage()));
    }
    Histogram histogram = search.histogram(call.caller().view(), request);
    var json = new JsonWriter(JsonWriter.Style.COMPACT, 8 << 10).beginObject();
    json.member("step", histogram.step().toString()).member("partial", histogram.partial());
    json.key("buckets").beginArray();
    for (Histogram.Bucket bucket : histogram.buckets()) {
      json.beginObject().member("start", bucket.start().toString());
      json.member("total", bucket.total()).key("counts").beginObject();
      bucket.counts().forEach(json::member);
      json.endObject().endObject();
    }
    return Reply.sync(json.endArray().endObject().payload());
  }

  private static Duration step(Call call, Duration range) throws Problem {
    Optional<String> text = call.params().text("step");
    if (text.isPresent()) {
      return Moments.step("step", text.get());
    }
    long seconds = Math.max(1, range.toSeconds() / HISTOGRAM_BUCKETS);
    return Duration.ofSeconds(seconds);
  }

  private static Optional<Field> field(Call call) throws Problem {
    Optional<String> name = call.params().text("field");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<Field> field =
        Arrays.stream(Field.values())
            .filter(known -> known.names().contains(name.get()))
            .findFirst();
    if (field.isEmpty()) {
      throw Problem.parameter("field", name.get(), "a field of the filter language");
    }
    return field;
  }
}
