package belfry.journal;

import belfry.event.Event;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * Writes a segment again: compressed, with a footer, and with tombstones in the place of what is to
 * go. Offsets, times and the stored bytes of what stays are the same afterwards. Section 9 of the
 * format.
 */
final class Sealer {
  /** Plain payload of a block: small, because whoever wants one entry unpacks all of it. */
  private static final int BLOCK_BYTES = 32 * 1024;

  private static final int WRITE_BYTES = 1 << 20;

  private final Disk disk;
  private final Path home;
  private final int level;
  private final RandomGenerator random;
  private final BooleanSupplier stopped;

  /** Says which entries become tombstones. */
  interface Goner {
    boolean isGone(long offset, long micros, Event event);

    /** Whether {@link #isGone} may say so of any entry; if not, events are not asked about. */
    Goner NOBODY = (offset, micros, event) -> false;
  }

  /**
   * A sealer; {@code level} is zstd's. When {@code stopped} says so it leaves its work unfinished.
   */
  Sealer(Disk disk, Path home, int level, RandomGenerator random, BooleanSupplier stopped) {
    this.disk = disk;
    this.home = home;
    this.level = level;
    this.random = random;
    this.stopped = stopped;
  }

  /** The sealed copy of a segment, on disk under its final name; empty if stopped. */
  Optional<Segment> seal(Segment source, Goner goner) throws IOException {
    Path target = Segments.path(home, source.header().partition(), source.first(), true);
    Path temporary = home.resolve(target.getFileName() + ".tmp");
    try {
      Optional<Segment> sealed;
      try (SegmentScan scan = new SegmentScan(disk, source, SegmentScan.READ_AHEAD);
          Disk.File file = disk.create(temporary);
          var copy = new Copy(source, file)) {
        sealed = copy.run(scan, goner, target);
        if (sealed.isPresent()) {
          keepDamaged(source);
          file.force(true);
        }
      }
      if (sealed.isPresent()) {
        disk.move(temporary, target);
        disk.forceDirectory(home);
      }
      return sealed;
    } finally {
      disk.delete(temporary);
    }
  }

  /** Bytes that could not be read are in no sealed copy: keep them aside. */
  private void keepDamaged(Segment source) throws IOException {
    var quarantine = new Quarantine(disk, home);
    for (Lost lost : source.lost()) {
      if (lost.bytes() > 0) {
        try (Disk.File file = disk.open(source.path())) {
          quarantine.keep(source.name(), file, lost.position(), lost.bytes());
        }
      }
    }
  }

  /** One pass. */
  private final class Copy implements AutoCloseable {
    private final Segment source;
    private final SegmentHeader header;
    private final Disk.File file;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();
    private final BlockIndex index = new BlockIndex();
    private final ByteWriter block = new ByteWriter(Draft.BLOCK_BYTES * 2);
    private final EventDecoder decoder = new EventDecoder();
    private final Commitment commitment = new Commitment();
    private final Summary.Names types = new Summary.Names();
    private final Summary.Names sources = new Summary.Names();
    private final Summary.Names projects = new Summary.Names();
    private ByteBuffer out = ByteBuffer.allocate(WRITE_BYTES);
    private long written;
    private long blockFirst;
    private long blockMicros;
    private long blockEnd;
    private int blockCount;
    private long events;
    private long tombstones;
    private long plainBytes;

    Copy(Segment source, Disk.File file) {
      this.source = source;
      this.file = file;
      header = source.header().resealed(random.nextLong());
      zstd.setLevel(level);
      out.put(header.encoded());
    }

    Optional<Segment> run(SegmentScan scan, Goner goner, Path target) throws IOException {
      Optional<Block> read = scan.next();
      while (read.isPresent()) {
        if (stopped.getAsBoolean()) {
          return Optional.empty();
        }
        var records = new RecordCursor(read.get());
        while (records.next()) {
          add(records, goner);
        }
        read = scan.next();
      }
      endBlock();
      long blocksEnd = written + out.position();
      Segment.End end = source.end();
      List<Lost> lost =
          source.lost().stream()
              .filter(range -> range.end() > range.first())
              .map(range -> new Lost(range.first(), range.end(), 0, 0, range.reason()))
              .toList();
      var footer =
          new Footer(
              header.first(),
              end.offset(),
              events,
              tombstones,
              end.oldestMicros(),
              end.newestMicros(),
              plainBytes,
              new Summary(types.found(), sources.found(), projects.found()),
              lost);
      put(footer.encoded(index, header.segmentId()));
      drain();
      var sealed =
          new Segment(
              target,
              header,
              index,
              new Segment.End(blocksEnd, end.offset(), end.oldestMicros(), end.newestMicros()),
              Optional.of(footer));
      lost.forEach(sealed::lose);
      return Optional.of(sealed);
    }

    private void add(RecordCursor record, Goner goner) throws IOException {
      boolean tombstone = record.isTombstone();
      if (!tombstone) {
        Event event = decoder.decode(record);
        tombstone = goner.isGone(record.offset(), record.micros(), event);
        if (!tombstone) {
          types.add(event.type());
          sources.add(event.source());
          projects.add(event.project());
        }
      }
      int body = tombstone ? 2 + Commitment.BYTES : record.bodyTo() - record.bodyFrom();
      if (blockCount > 0 && block.size() + body > BLOCK_BYTES) {
        endBlock();
      }
      if (blockCount == 0) {
        blockFirst = record.offset();
        blockMicros = record.micros();
      }
      long offset = record.offset() - blockFirst;
      long micros = record.micros() - blockMicros;
      block.varint((long) ByteWriter.varintSize(offset) + ByteWriter.varintSize(micros) + body);
      block.varint(offset);
      block.varint(micros);
      if (tombstone) {
        block.u8(RecordCursor.TOMBSTONE);
        block.u8(record.kind());
        block.raw(record.commitment(commitment));
        tombstones++;
      } else {
        block.raw(record.bytes(), record.bodyFrom(), body);
        events++;
      }
      blockEnd = record.offset() + 1;
      blockCount++;
    }

    private void endBlock() throws IOException {
      if (blockCount == 0) {
        return;
      }
      byte[] compressed = zstd.compress(java.util.Arrays.copyOf(block.array(), block.size()));
      boolean smaller = compressed.length < block.size();
      int stored = smaller ? compressed.length : block.size();
      byte[] padded =
          java.util.Arrays.copyOf(
              smaller ? compressed : block.toBytes(), BlockHeader.padded(stored));
      var crc = new CRC32C();
      crc.update(padded);
      index.add(written + out.position(), blockFirst, blockMicros);
      var bytes = ByteBuffer.allocate(BlockHeader.BYTES + padded.length);
      new BlockHeader(
              (int) crc.getValue(),
              stored,
              block.size(),
              smaller ? BlockHeader.ZSTD : BlockHeader.PLAIN,
              BlockHeader.LAST,
              header.partition(),
              header.incarnation(),
              blockCount,
              header.segmentId(),
              0,
              blockFirst,
              blockEnd,
              blockMicros)
          .writeTo(bytes, 0);
      put(bytes.position(BlockHeader.BYTES).put(padded).flip());
      plainBytes += block.size();
      block.clear();
      blockCount = 0;
    }

    private void put(ByteBuffer bytes) throws IOException {
      if (out.remaining() < bytes.remaining()) {
        drain();
        if (out.capacity() < bytes.remaining()) {
          out = ByteBuffer.allocate(bytes.remaining());
        }
      }
      out.put(bytes);
    }

    private void drain() throws IOException {
      out.flip();
      int count = out.remaining();
      file.write(out, written);
      written += count;
      out.clear();
    }

    @Override
    public void close() {
      zstd.close();
    }
  }
}
