package belfry.format.cloudru;

import belfry.event.Audit;
import belfry.event.Entry;
import belfry.event.Payload;
import belfry.format.Decoded;
import belfry.format.Encoder;

/**
 * An entry of any dialect as a record of exactly the 28 documented keys in their documented order;
 * {@code docs/systems/cloudru.md}.
 *
 * <p>A text over its limit is cut at a character. If the record is then still over {@value
 * #RECORD_BYTES_MAX} bytes, the longest texts are cut further until it is not. Nothing of that
 * touches the original, and {@link Shape#EXTENDED} says what was cut, with length and SHA-256 of
 * the whole.
 */
public final class RecordEncoder implements Encoder {
  /** Largest record, in bytes. */
  public static final int RECORD_BYTES_MAX = 256 << 10;

  /** How keys are spelled. */
  public enum Spelling {
    /** As in the documented JSON example: {@code eventSource}. */
    CAMEL,
    /** As in the documented field table and in filters: {@code event_source}. */
    SNAKE
  }

  /** What a record has beside the documented keys. */
  public enum Shape {
    /** Nothing. */
    DOCUMENTED,
    /** One more key, {@code hub}, with what Belfry knows. */
    EXTENDED
  }

  private final Spelling spelling;
  private final Shape shape;

  public RecordEncoder(Spelling spelling, Shape shape) {
    this.spelling = spelling;
    this.shape = shape;
  }

  @Override
  public Payload encode(Decoded decoded) {
    Audit audit = decoded.audit();
    for (int cap = Key.DETAILS.bytesMax(); ; cap /= 2) {
      var writer = new RecordWriter(spelling, cap).record(audit);
      if (shape == Shape.EXTENDED) {
        Entry entry = decoded.entry();
        writer.hub(entry, audit);
      }
      Payload record = writer.payload();
      if (record.size() <= RECORD_BYTES_MAX || cap == 0) {
        return record;
      }
    }
  }

  @Override
  public String contentType() {
    return "application/json";
  }
}
