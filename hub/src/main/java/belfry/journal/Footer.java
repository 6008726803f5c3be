package belfry.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * What a sealed segment says about itself, so that it need not be read; section 9 of the format.
 *
 * @param events that can still be read
 * @param tombstones that took the place of events
 * @param plainBytes payload before compression
 */
record Footer(
    long first,
    long end,
    long events,
    long tombstones,
    long oldestMicros,
    long newestMicros,
    long plainBytes,
    Summary summary,
    List<Lost> lost) {

  static final int TRAILER_BYTES = 32;
  private static final long MAGIC = 0x42454c465259460aL; // "BELFRYF\n"
  private static final int TRAILER_CRC_AT = 20;

  private static final int FIRST = 1;
  private static final int END = 2;
  private static final int EVENTS = 3;
  private static final int TOMBSTONES = 4;
  private static final int OLDEST = 5;
  private static final int NEWEST = 6;
  private static final int PLAIN = 7;
  private static final int BLOCKS = 8;
  private static final int TYPES = 9;
  private static final int SOURCES = 10;
  private static final int PROJECTS = 11;
  private static final int LOST = 12;

  Footer {
    lost = List.copyOf(lost);
  }

  /** A footer with the index of its blocks. */
  record Read(Footer footer, BlockIndex index) {}

  /** Footer and trailer as they end a file. */
  ByteBuffer encoded(BlockIndex index, long segmentId) {
    var out = new ByteWriter(4096);
    number(out, FIRST, first);
    number(out, END, end);
    number(out, EVENTS, events);
    number(out, TOMBSTONES, tombstones);
    number(out, OLDEST, zigzag(oldestMicros));
    number(out, NEWEST, zigzag(newestMicros));
    number(out, PLAIN, plainBytes);
    field(out, BLOCKS, blocks(index));
    names(out, TYPES, summary.types());
    names(out, SOURCES, summary.sources());
    names(out, PROJECTS, summary.projects());
    var ranges = new ByteWriter(64);
    for (Lost range : lost) {
      ranges.varint(range.first());
      ranges.varint(range.end());
      ranges.text(range.reason());
    }
    field(out, LOST, ranges);
    var crc = new CRC32C();
    crc.update(out.array(), 0, out.size());
    int size = out.size();
    out.resize(size + TRAILER_BYTES);
    ByteBuffer buffer = ByteBuffer.wrap(out.array(), 0, out.size());
    buffer
        .putInt(size, (int) crc.getValue())
        .putInt(size + 4, size)
        .putLong(size + 8, segmentId)
        .putLong(size + 24, MAGIC);
    buffer.putInt(size + TRAILER_CRC_AT, BlockHeader.crc(buffer, size, TRAILER_CRC_AT));
    return buffer;
  }

  private static ByteWriter blocks(BlockIndex index) {
    var out = new ByteWriter(index.size() * 8 + 16);
    long position = 0;
    long first = 0;
    long micros = 0;
    for (int i = 0; i < index.size(); i++) {
      out.zigzag(index.position(i) - position);
      out.zigzag(index.first(i) - first);
      out.zigzag(index.micros(i) - micros);
      position = index.position(i);
      first = index.first(i);
      micros = index.micros(i);
    }
    return out;
  }

  private static void names(ByteWriter out, int tag, Optional<SortedSet<String>> names) {
    if (names.isPresent()) {
      var list = new ByteWriter(1024);
      names.get().forEach(list::text);
      field(out, tag, list);
    }
  }

  private static void number(ByteWriter out, int tag, long value) {
    var bytes = new ByteWriter(10);
    bytes.varint(value);
    field(out, tag, bytes);
  }

  private static void field(ByteWriter out, int tag, ByteWriter value) {
    out.varint(tag);
    out.varint(value.size());
    out.raw(value.array(), 0, value.size());
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  /** Where the footer of a file begins, by its trailer; empty if the trailer is damaged. */
  static Optional<Long> start(ByteBuffer trailer, long fileSize, long segmentId) {
    int size = trailer.getInt(4);
    boolean good =
        trailer.getLong(24) == MAGIC
            && trailer.getInt(TRAILER_CRC_AT) == BlockHeader.crc(trailer, 0, TRAILER_CRC_AT)
            && trailer.getLong(8) == segmentId
            && size >= 0
            && size <= fileSize - TRAILER_BYTES - SegmentHeader.BYTES;
    return good ? Optional.of(fileSize - TRAILER_BYTES - size) : Optional.empty();
  }

  /** Reads footer and trailer; empty if the bytes are damaged. */
  static Optional<Read> read(byte[] bytes) throws Damaged {
    int size = bytes.length - TRAILER_BYTES;
    var crc = new CRC32C();
    crc.update(bytes, 0, size);
    if (ByteBuffer.wrap(bytes).getInt(size) != (int) crc.getValue()) {
      return Optional.empty();
    }
    long[] numbers = new long[PLAIN + 1];
    var index = new BlockIndex();
    var names = new ArrayList<Optional<SortedSet<String>>>();
    for (int i = 0; i < 3; i++) {
      names.add(Optional.empty());
    }
    var lost = new ArrayList<Lost>();
    var in = new ByteReader(bytes, 0, size);
    while (in.hasMore()) {
      int tag = (int) in.varint();
      int fieldSize = in.size();
      var field = new ByteReader(bytes, in.at(), in.at() + fieldSize);
      in.skip(fieldSize);
      switch (tag) {
        case FIRST, END, EVENTS, TOMBSTONES, OLDEST, NEWEST, PLAIN -> numbers[tag] = field.varint();
        case BLOCKS -> readBlocks(field, index);
        case TYPES, SOURCES, PROJECTS -> names.set(tag - TYPES, Optional.of(readNames(field)));
        case LOST -> readLost(field, lost);
        default -> {} // of a newer version; footers are made anew with each rewrite
      }
    }
    var footer =
        new Footer(
            numbers[FIRST],
            numbers[END],
            numbers[EVENTS],
            numbers[TOMBSTONES],
            unzigzag(numbers[OLDEST]),
            unzigzag(numbers[NEWEST]),
            numbers[PLAIN],
            new Summary(names.get(0), names.get(1), names.get(2)),
            lost);
    return Optional.of(new Read(footer, index));
  }

  private static void readBlocks(ByteReader in, BlockIndex index) throws Damaged {
    long position = 0;
    long first = 0;
    long micros = 0;
    while (in.hasMore()) {
      position += in.zigzag();
      first += in.zigzag();
      micros += in.zigzag();
      index.add(position, first, micros);
    }
  }

  private static SortedSet<String> readNames(ByteReader in) throws Damaged {
    var names = new TreeSet<String>();
    while (in.hasMore()) {
      names.add(in.text());
    }
    return names;
  }

  private static void readLost(ByteReader in, List<Lost> lost) throws Damaged {
    while (in.hasMore()) {
      lost.add(new Lost(in.varint(), in.varint(), 0, 0, in.text()));
    }
  }
}
