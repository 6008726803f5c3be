package belfry.journal;

import belfry.event.Event;
import belfry.event.Kind;
import belfry.event.Marks;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.event.Severity;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of stored bodies. What repeats from event to event is made once: this is the hot
 * path of everybody who reads. Not thread-safe.
 */
final class EventDecoder {
  private static final Severity[] SEVERITIES = new Severity[25];
  private static final Kind[] KINDS = Kind.values();

  static {
    for (int i = 0; i < SEVERITIES.length; i++) {
      SEVERITIES[i] = Severity.of(i);
    }
  }

  private final Texts<String> texts = Texts.ofStrings(1024);
  private final Texts<Optional<String>> optionals = Texts.ofOptionals(1024);
  private final Texts<Origin> origins = new Texts<>(64, Origin::of);
  private final ByteReader fields = new ByteReader(new byte[0], 0, 0);
  private final ByteReader attribute = new ByteReader(new byte[0], 0, 0);

  private @Nullable TreeMap<Integer, Payload> unknown;
  private @Nullable List<String> masked;
  private boolean conflict;

  /** The kind with this code; {@link Damaged} if this version knows none. */
  static Kind kind(int code) throws Damaged {
    for (Kind kind : KINDS) {
      if (kind.code() == code) {
        return kind;
      }
    }
    throw new Damaged("kind: " + code + " (expected: 0 to " + (KINDS.length - 1) + ")");
  }

  /** The event of the record that the cursor stands on. */
  Event decode(RecordCursor record) throws Damaged {
    byte[] bytes = record.bytes();
    fields.reset(bytes, record.envelopeFrom(), record.envelopeTo());
    Kind kind = kind(record.kind());
    Payload data =
        Payload.owning(bytes, record.envelopeTo(), record.bodyTo() - record.envelopeTo());
    try {
      return decode(kind, data);
    } catch (DateTimeException | ArithmeticException e) {
      throw new Damaged("time: " + e.getMessage());
    }
  }

  private Event decode(Kind kind, Payload data) throws Damaged {
    String id = "";
    String source = "";
    String type = "";
    String project = "";
    String format = "";
    Optional<String> subject = Optional.empty();
    Optional<String> nativeProject = Optional.empty();
    Optional<String> location = Optional.empty();
    Instant time = Instant.EPOCH;
    Severity severity = Severity.INFO;
    int version = 0;
    int originFrom = -1;
    int originTo = -1;
    unknown = null;
    masked = null;
    conflict = false;
    while (fields.hasMore()) {
      int from = fields.at();
      int tag = (int) fields.varint();
      switch (tag) {
        case Envelope.ID -> id = fields.text();
        case Envelope.SOURCE -> source = shared(texts);
        case Envelope.TYPE -> type = shared(texts);
        case Envelope.SUBJECT -> subject = Optional.of(fields.text());
        case Envelope.TIME -> time = time();
        case Envelope.PROJECT -> project = shared(texts);
        case Envelope.NATIVE_PROJECT -> nativeProject = shared(optionals);
        case Envelope.LOCATION -> location = shared(optionals);
        case Envelope.SEVERITY -> severity = severity();
        case Envelope.FORMAT -> format = shared(texts);
        case Envelope.DECODER_VERSION -> version = number();
        case Envelope.CONNECTOR, Envelope.PRINCIPAL, Envelope.ADDRESS, Envelope.ATTRIBUTE -> {
          fields.skip(fields.size());
          originFrom = originFrom < 0 ? from : originFrom;
          originTo = fields.at();
        }
        default -> other(tag);
      }
    }
    Origin origin = originFrom < 0 ? Origin.of("") : origin(originFrom, originTo);
    return new Event(
        id,
        source,
        type,
        subject,
        time,
        project,
        nativeProject,
        location,
        kind,
        severity,
        format,
        version,
        origin,
        marks(),
        data);
  }

  private Marks marks() {
    if (unknown == null && masked == null && !conflict) {
      return Marks.NONE;
    }
    return new Marks(
        masked == null ? List.of() : masked, conflict, unknown == null ? new TreeMap<>() : unknown);
  }

  private void other(int tag) throws Damaged {
    switch (tag) {
      case Envelope.MASKED -> {
        List<String> pointers = masked == null ? new ArrayList<>() : masked;
        pointers.add(fields.text());
        masked = pointers;
      }
      case Envelope.CONFLICT -> {
        fields.skip(fields.size());
        conflict = true;
      }
      default -> {
        int size = fields.size();
        TreeMap<Integer, Payload> kept = unknown == null ? new TreeMap<>() : unknown;
        byte[] copy = new byte[size];
        System.arraycopy(fields.array(), fields.at(), copy, 0, size);
        kept.put(tag, Payload.owning(copy));
        unknown = kept;
        fields.skip(size);
      }
    }
  }

  private <T> T shared(Texts<T> table) throws Damaged {
    int size = fields.size();
    int from = fields.at();
    fields.skip(size);
    return table.of(fields.array(), from, size);
  }

  private Instant time() throws Damaged {
    fields.size();
    long seconds = fields.zigzag();
    return Instant.ofEpochSecond(seconds, fields.varint());
  }

  private Severity severity() throws Damaged {
    int number = number();
    return number >= 0 && number < SEVERITIES.length ? SEVERITIES[number] : Severity.of(number);
  }

  private int number() throws Damaged {
    fields.size();
    return (int) fields.varint();
  }

  private Origin origin(int from, int to) throws Damaged {
    byte[] bytes = fields.array();
    @Nullable Origin known = origins.find(bytes, from, to - from);
    return known != null ? known : origins.keep(bytes, from, to - from, decodeOrigin(from, to));
  }

  private Origin decodeOrigin(int from, int to) throws Damaged {
    String connector = "";
    Optional<String> principal = Optional.empty();
    Optional<String> address = Optional.empty();
    var attributes = new TreeMap<String, String>();
    fields.reset(fields.array(), from, to);
    while (fields.hasMore()) {
      switch ((int) fields.varint()) {
        case Envelope.CONNECTOR -> connector = shared(texts);
        case Envelope.PRINCIPAL -> principal = shared(optionals);
        case Envelope.ADDRESS -> address = shared(optionals);
        case Envelope.ATTRIBUTE -> {
          int size = fields.size();
          attribute.reset(fields.array(), fields.at(), fields.at() + size);
          String name = attribute.text();
          int at = attribute.at();
          attributes.put(name, texts.of(fields.array(), at, fields.at() + size - at));
          fields.skip(size);
        }
        default -> throw new Damaged("origin: its fields are not together");
      }
    }
    return new Origin(connector, principal, address, attributes);
  }
}
