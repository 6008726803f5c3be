package belfry.format;

import belfry.event.Audit;
import belfry.event.Event;
import belfry.format.json.JsonValue;

/** Everything Belfry knows about one dialect. Each format sub-package offers one. */
public interface Dialect {
  /** The name in {@link Event#format}, in URLs and on the command line, e.g. {@code lxd}. */
  String name();

  /** From bytes. */
  Decoder decoder();

  /** To bytes, for entries of any dialect. */
  Encoder encoder();

  /**
   * The data of an event of this dialect as a JSON document: what {@code data.<path>} walks and
   * free text searches. For dialects that wrap or are not JSON it is the inner or equivalent
   * document. Never throws for an event that the decoder made.
   */
  JsonValue content(Event event);

  /**
   * The audit facet of an event of this dialect. Never throws for an event that the decoder made;
   * what cannot be read comes out empty.
   *
   * @param content what {@link #content} gave for it
   */
  Audit audit(Event event, JsonValue content);
}
