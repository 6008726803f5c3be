package belfry.journal;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Payload;
import belfry.event.Position;
import java.time.Instant;

/** Walks over the records of one plain block. Not thread-safe. */
final class RecordCursor {
  static final int EVENT = 1;
  static final int TOMBSTONE = 2;
  static final int SALT_BYTES = 16;

  private static final long MICROS = 1_000_000;

  private final Block block;
  private final ByteReader in;
  private int recordFrom;
  private int bodyFrom;
  private int bodyTo;
  private int envelopeFrom;
  private int envelopeTo;
  private int form;
  private int kind;
  private long offset;
  private long micros;

  RecordCursor(Block block) {
    this.block = block;
    in = new ByteReader(block.bytes(), block.from(), block.to());
  }

  /** Steps to the next record; false at the end of the block. */
  boolean next() throws Damaged {
    if (!in.hasMore()) {
      return false;
    }
    recordFrom = in.at();
    int size = in.size();
    bodyTo = in.at() + size;
    offset = block.header().first() + in.varint();
    micros = block.header().baseMicros() + in.varint();
    bodyFrom = in.at();
    form = in.u8();
    kind = in.u8();
    switch (form) {
      case EVENT -> {
        in.skip(SALT_BYTES);
        int envelope = in.size();
        envelopeFrom = in.at();
        envelopeTo = envelopeFrom + envelope;
      }
      case TOMBSTONE -> {
        envelopeFrom = bodyTo;
        envelopeTo = bodyTo;
      }
      default -> throw new Damaged("record: form " + form + " (expected: 1 or 2)");
    }
    if (envelopeTo > bodyTo || in.at() > bodyTo || offset >= block.header().end()) {
      throw new Damaged("record: longer than its size, at " + recordFrom);
    }
    in.skip(bodyTo - in.at());
    return true;
  }

  boolean isTombstone() {
    return form == TOMBSTONE;
  }

  int kind() {
    return kind;
  }

  long offset() {
    return offset;
  }

  long micros() {
    return micros;
  }

  byte[] bytes() {
    return block.bytes();
  }

  int bodyFrom() {
    return bodyFrom;
  }

  int bodyTo() {
    return bodyTo;
  }

  int envelopeFrom() {
    return envelopeFrom;
  }

  int envelopeTo() {
    return envelopeTo;
  }

  /** Of an event record. */
  Payload salt() {
    return Payload.owning(bytes(), bodyFrom + 2, SALT_BYTES);
  }

  /** Of an event record: the bytes that are committed to. */
  Payload envelope() {
    return Payload.owning(bytes(), envelopeFrom, envelopeTo - envelopeFrom);
  }

  /** Of an event record. */
  Payload data() {
    return Payload.owning(bytes(), envelopeTo, bodyTo - envelopeTo);
  }

  /** The commitment, computed or, of a tombstone, as kept. */
  Payload commitment(Commitment commitment) {
    return isTombstone()
        ? Payload.owning(bytes(), bodyFrom + 2, bodyTo - bodyFrom - 2)
        : commitment.of(salt(), envelope(), data());
  }

  /** The event record as an entry. */
  Entry entry(EventDecoder decoder) throws Damaged {
    Event event = decoder.decode(this);
    var position = new Position(block.header().partition(), offset);
    return new Entry(position, instant(micros), salt(), event);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
  }

  static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), MICROS), (long) time.getNano() / 1000);
  }
}
