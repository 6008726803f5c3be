package belfry.testing;

import belfry.event.Audit;
import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.filter.Facts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Facts as a test states them.
 *
 * @param data the values at {@code data.<path>}, by path
 * @param inside the values inside audit fields, by part and path: {@code DETAILS.zone}
 */
public record FixedFacts(
    Entry entry, Audit audit, Map<String, String> data, Map<String, String> inside, String text)
    implements Facts {
  public static final Instant RECORDED = Instant.parse("2026-11-20T12:00:00Z");

  public FixedFacts {
    data = Map.copyOf(data);
    inside = Map.copyOf(inside);
  }

  public static FixedFacts of(Event event, Audit audit) {
    var entry = new Entry(new Position(0, 7), RECORDED, Payload.EMPTY, event);
    return new FixedFacts(entry, audit, Map.of(), Map.of(), "");
  }

  public FixedFacts withData(Map<String, String> values) {
    return new FixedFacts(entry, audit, values, inside, text);
  }

  public FixedFacts withInside(Map<String, String> values) {
    return new FixedFacts(entry, audit, data, values, text);
  }

  public FixedFacts withText(String value) {
    return new FixedFacts(entry, audit, data, inside, value);
  }

  @Override
  public Optional<String> data(String path) {
    return Optional.ofNullable(data.get(path));
  }

  @Override
  public Optional<String> inside(Part part, String path) {
    return Optional.ofNullable(inside.get(part + "." + path));
  }

  @Override
  public String searchText() {
    return text;
  }
}
