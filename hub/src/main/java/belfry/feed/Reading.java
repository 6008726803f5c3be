package belfry.feed;

import belfry.event.Audit;
import belfry.event.Entry;
import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.filter.Facts;
import belfry.format.Decoded;
import belfry.format.Dialect;
import belfry.format.Dialects;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.format.json.Rules;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An entry as all readers share it: content, audit facet and each encoded dialect are made once, by
 * whoever asks first. Thread-safe: two threads that ask at once may both compute, with the same
 * result.
 */
public final class Reading implements Facts, Decoded {
  private static final long LEFT = Long.MIN_VALUE;

  private final Entry entry;
  private final Dialects dialects;
  private final Dialect dialect;
  private final Map<String, Payload> encoded = new ConcurrentHashMap<>(2);
  private volatile @Nullable JsonValue content;
  private volatile @Nullable Audit audit;
  private final Weight weight;
  private final AtomicLong held = new AtomicLong(LEFT);

  /** A reading of its own, in no ring. */
  public Reading(Entry entry, Dialects dialects) {
    this(entry, dialects, new Weight());
  }

  /**
   * @param weight is charged with what this reading holds while it is in a ring
   */
  Reading(Entry entry, Dialects dialects, Weight weight) {
    this.entry = entry;
    this.dialects = dialects;
    String format = entry.event().format();
    this.dialect = dialects.find(format).orElseGet(() -> new UnknownDialect(format));
    this.weight = weight;
  }

  long offset() {
    return entry.position().offset();
  }

  /** It is in the ring now: the ring is charged with all it holds until it leaves. */
  void enter() {
    long bytes = Ring.bytes(entry);
    held.set(bytes);
    weight.add(bytes);
  }

  void leave() {
    weight.add(-held.getAndSet(LEFT));
  }

  private void grow(long bytes) {
    if (held.getAndAdd(bytes) >= 0) {
      weight.add(bytes);
    }
  }

  @Override
  public Entry entry() {
    return entry;
  }

  @Override
  public JsonValue content() {
    JsonValue known = content;
    if (known == null) {
      known = dialect.content(entry.event());
      content = known;
      grow(entry.event().data().size());
    }
    return known;
  }

  @Override
  public Audit audit() {
    Audit known = audit;
    if (known == null) {
      known = dialect.audit(entry.event(), content());
      audit = known;
    }
    return known;
  }

  @Override
  public Optional<String> data(String path) {
    return content().at(path).filter(value -> !value.isNull()).map(JsonValue::text);
  }

  @Override
  public Optional<String> inside(Part part, String path) {
    try {
      return Json.parse(Payload.of(part.of(audit())), Rules.PYTHON)
          .at(path)
          .filter(value -> !value.isNull())
          .map(JsonValue::text);
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  @Override
  public String searchText() {
    var out = new StringBuilder();
    content().forEachText(value -> out.append(value.text()).append('\n'));
    return out.toString();
  }

  /**
   * The entry in a dialect.
   *
   * @throws IllegalArgumentException if there is no such dialect; check the name before
   */
  public Payload encoded(String name) {
    Payload known = encoded.get(name);
    if (known != null) {
      return known;
    }
    Dialect target =
        dialects
            .find(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "format: " + name + " (expected: one of " + dialects.names() + ")"));
    Payload made = target.encoder().encode(this);
    if (encoded.put(name, made) == null && !name.equals(entry.event().format())) {
      grow(made.size());
    }
    return made;
  }

  /**
   * As {@link #encoded}, with a line feed behind it: what streams send, made once for all of them.
   */
  public Payload line(String name) {
    String key = name + '\n';
    Payload known = encoded.get(key);
    if (known != null) {
      return known;
    }
    Payload document = encoded(name);
    byte[] bytes = new byte[document.size() + 1];
    document.copyTo(bytes, 0);
    bytes[document.size()] = '\n';
    Payload made = Payload.owning(bytes);
    if (encoded.put(key, made) == null) {
      grow(made.size());
    }
    return made;
  }
}
