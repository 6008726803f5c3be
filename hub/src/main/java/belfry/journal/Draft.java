package belfry.journal;

import belfry.event.Event;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * The blocks of one append, made on the caller's thread: everything but what only the committer
 * knows, which is written into the block headers by {@link #copyTo}.
 */
final class Draft {
  /** Blocks are ended when they reach this many bytes of payload. */
  static final int BLOCK_BYTES = 64 * 1024;

  /** Largest record, in bytes: data of 1 MiB, and its envelope. */
  static final int RECORD_BYTES_MAX = 4 * 1024 * 1024;

  /** Largest payload of a block, in bytes: one full block and one largest record. */
  static final int BLOCK_BYTES_MAX = RECORD_BYTES_MAX + BLOCK_BYTES;

  private final ByteWriter out;
  private int[] starts = new int[4];
  private int[] counts = new int[4];
  private int blocks;
  private int events;

  /** What the committer knows: where the draft goes. */
  record Place(SegmentHeader segment, long position, long durableTo, long first, long micros) {}

  private Draft(int capacity) {
    out = new ByteWriter(capacity);
  }

  /**
   * Encodes events.
   *
   * @throws IllegalArgumentException if one is larger than a record may be
   */
  static Draft of(List<Event> events, RandomGenerator random) {
    byte[] salts = new byte[events.size() * RecordCursor.SALT_BYTES];
    random.nextBytes(salts);
    int capacity = BlockHeader.BYTES;
    for (Event event : events) {
      capacity += event.data().size() + 512;
    }
    var draft = new Draft(capacity);
    var envelopes = new Envelope();
    var envelope = new ByteWriter(512);
    for (int i = 0; i < events.size(); i++) {
      envelope.clear();
      envelopes.write(events.get(i), envelope);
      draft.add(events.get(i), salts, i * RecordCursor.SALT_BYTES, envelope);
    }
    draft.endBlock();
    return draft;
  }

  private void add(Event event, byte[] salts, int saltAt, ByteWriter envelope) {
    if (blocks == 0 || out.size() - payloadFrom(blocks - 1) >= BLOCK_BYTES) {
      startBlock();
    }
    int index = counts[blocks - 1]++;
    events++;
    int data = event.data().size();
    int body =
        2
            + RecordCursor.SALT_BYTES
            + ByteWriter.varintSize(envelope.size())
            + envelope.size()
            + data;
    if (body > RECORD_BYTES_MAX) {
      throw new IllegalArgumentException(
          "event "
              + event.id()
              + ": "
              + body
              + " bytes (expected: at most "
              + RECORD_BYTES_MAX
              + " with its envelope)");
    }
    out.varint(ByteWriter.varintSize(index) + 1L + body);
    out.varint(index);
    out.varint(0);
    out.u8(RecordCursor.EVENT);
    out.u8(event.kind().code());
    out.raw(salts, saltAt, RecordCursor.SALT_BYTES);
    out.varint(envelope.size());
    out.raw(envelope.array(), 0, envelope.size());
    out.raw(event.data());
  }

  private void startBlock() {
    endBlock();
    if (blocks == starts.length) {
      starts = Arrays.copyOf(starts, blocks * 2);
      counts = Arrays.copyOf(counts, blocks * 2);
    }
    starts[blocks++] = out.size();
    out.resize(out.size() + BlockHeader.BYTES);
  }

  /** Sizes and checksum of the payload are known now; they wait in their place in the header. */
  private void endBlock() {
    if (blocks == 0) {
      return;
    }
    int start = starts[blocks - 1];
    int size = out.size() - payloadFrom(blocks - 1);
    out.resize(payloadFrom(blocks - 1) + BlockHeader.padded(size));
    var crc = new CRC32C();
    crc.update(out.array(), payloadFrom(blocks - 1), BlockHeader.padded(size));
    ByteBuffer.wrap(out.array()).putInt(start + 8, (int) crc.getValue()).putInt(start + 12, size);
  }

  private int payloadFrom(int block) {
    return starts[block] + BlockHeader.BYTES;
  }

  int bytes() {
    return out.size();
  }

  int events() {
    return events;
  }

  int blocks() {
    return blocks;
  }

  /** Where a block begins within the draft. */
  int start(int block) {
    return starts[block];
  }

  /** How many events are before a block. */
  int eventsBefore(int block) {
    int sum = 0;
    for (int i = 0; i < block; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /** Appends the finished blocks to {@code target}, a heap or direct buffer with enough room. */
  void copyTo(ByteBuffer target, Place place) {
    int base = target.position();
    target.put(out.array(), 0, out.size());
    long first = place.first;
    for (int i = 0; i < blocks; i++) {
      int at = base + starts[i];
      int size = target.getInt(at + 12);
      var header =
          new BlockHeader(
              target.getInt(at + 8),
              size,
              size,
              BlockHeader.PLAIN,
              i == blocks - 1 ? BlockHeader.LAST : 0,
              place.segment.partition(),
              place.segment.incarnation(),
              counts[i],
              place.segment.segmentId(),
              place.durableTo,
              first,
              first + counts[i],
              place.micros);
      header.writeTo(target, at);
      first += counts[i];
    }
  }
}
