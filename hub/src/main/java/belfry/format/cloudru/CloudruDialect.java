package belfry.format.cloudru;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.event.InvalidEvent;
import belfry.format.Content;
import belfry.format.Decoder;
import belfry.format.Dialect;
import belfry.format.Encoder;
import belfry.format.Timestamp;
import belfry.format.json.JsonValue;
import belfry.format.json.Rules;
import java.util.Optional;

/**
 * Cloud.ru's audit log: records in either case, and the elements of its client bulk interface,
 * which are told apart by their keys. The content of an event is the object as it was sent.
 */
public final class CloudruDialect implements Dialect {
  static final String NAME = "cloudru";

  /** What becomes of a record that says more, less or other than it should. */
  public enum Strictness {
    /** It is taken, and what a rule filled in or replaced is listed in {@link Audit#inferred}. */
    LENIENT,
    /** It is refused. */
    STRICT
  }

  private final Decoder decoder;
  private final Encoder encoder = new CloudruEncoder();

  /** As every hub has it: lenient. */
  public CloudruDialect() {
    this(Strictness.LENIENT);
  }

  public CloudruDialect(Strictness strictness) {
    decoder = new CloudruDecoder(strictness);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Decoder decoder() {
    return decoder;
  }

  /** Original bytes for events of this dialect, {@link RecordEncoder} for all others. */
  @Override
  public Encoder encoder() {
    return encoder;
  }

  @Override
  public JsonValue content(Event event) {
    return Content.json(event, Rules.STRICT);
  }

  @Override
  public Audit audit(Event event, JsonValue content) {
    String time = Timestamp.of(event.time()).utc();
    try {
      return BulkReader.recognises(content)
          ? new BulkReader(content).read(event.id(), time)
          : new RecordReader(content, Strictness.LENIENT).read(event.id(), time);
    } catch (InvalidEvent decodedByOtherRules) {
      String type = event.type().substring(event.type().indexOf('.') + 1);
      return Audit.of(event.source(), type, "UNKNOWN", event.id()).eventTime(time).build();
    }
  }

  /**
   * The record that a document of another dialect holds, for those that carry records inside.
   *
   * @param idOtherwise the id if it has none
   * @param timeOtherwise the time if it has none, RFC 3339
   * @return empty if the document is no record
   */
  public static Optional<Audit> record(
      JsonValue document, String idOtherwise, String timeOtherwise) {
    if (document.get("eventStatus").isEmpty() && document.get("event_status").isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RecordReader(document, Strictness.LENIENT).read(idOtherwise, timeOtherwise));
    } catch (InvalidEvent noRecord) {
      return Optional.empty();
    }
  }
}
