package belfry.format.raw;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.event.Kind;
import belfry.event.Payload;
import belfry.event.Severity;
import belfry.format.Address;
import belfry.format.Content;
import belfry.format.Decoded;
import belfry.format.Decoder;
import belfry.format.Dialect;
import belfry.format.Encoder;
import belfry.format.Raw;
import belfry.format.Timestamp;
import belfry.format.UriReference;
import belfry.format.json.JsonValue;
import belfry.format.json.JsonWriter;
import belfry.format.json.JsonWriter.Style;

/**
 * The dialect {@code native}. Its decoder keeps bytes that another dialect's decoder would not take
 * as a {@code belfry.malformed} event; its encoder gives the data of any event as they came.
 */
public final class RawDialect implements Dialect {
  public static final String NAME = "native";

  /** The type of every event of this dialect. */
  public static final String TYPE = "belfry.malformed";

  /** The origin's attribute that says what was wrong with the bytes. */
  public static final String REASON = "reason";

  /** The origin's attribute that names the dialect whose decoder did not take them. */
  public static final String DIALECT = "dialect";

  private static final int VERSION = 1;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decoder decoder() {
    return RawDialect::decode;
  }

  private static Event decode(Raw raw) throws InvalidEvent {
    return Event.of(
            raw.freshId(),
            "/belfry/" + UriReference.segment(raw.origin().connector()),
            TYPE,
            raw.received(),
            NAME,
            raw.bytes())
        .decoderVersion(VERSION)
        .kind(Kind.MALFORMED)
        .severity(Severity.WARN)
        .origin(raw.origin())
        .build()
        .checked();
  }

  @Override
  public Encoder encoder() {
    return new Encoder() {
      @Override
      public Payload encode(Decoded decoded) {
        return decoded.entry().event().data();
      }

      @Override
      public String contentType() {
        return "application/octet-stream";
      }
    };
  }

  /** The bytes as one text; what is not UTF-8 becomes U+FFFD. */
  @Override
  public JsonValue content(Event event) {
    return Content.text(event.data().text());
  }

  @Override
  public Audit audit(Event event, JsonValue content) {
    return Audit.of("belfry", "malformed", "ERROR", event.id())
        .logSource(Audit.LogSource.PLATFORM)
        .authorized(false)
        .remoteAddress(event.origin().address().map(Address::host).orElse(""))
        .error(event.origin().attribute(REASON).orElse(""))
        .details(details(event))
        .eventTime(Timestamp.of(event.time()).utc())
        .inferred("eventId", "eventTime", "eventStatus")
        .build();
  }

  private static String details(Event event) {
    var details =
        new JsonWriter(Style.COMPACT)
            .beginObject()
            .member("connector", event.origin().connector())
            .member("bytes", event.data().size());
    event.origin().attribute(DIALECT).ifPresent(name -> details.member("dialect", name));
    return details.endObject().payload().text();
  }
}
