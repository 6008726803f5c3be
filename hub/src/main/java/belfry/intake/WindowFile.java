package belfry.intake;

import belfry.event.JournalId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The duplicate window on disk, beside the journal. Disposable: the journal knows all of it, the
 * file only saves reading the journal's last million entries at the next start.
 *
 * <p>Numbers of eight bytes, big endian: magic, journal id (two), incarnation, hash keys (two),
 * number of partitions and for each the offset up to which the window is complete, number of
 * entries and for each key, content and packed position, CRC32C of all that.
 */
final class WindowFile {
  private static final long MAGIC = 0x42454c4657494e31L;
  private static final int ENTRY_LONGS = 3;
  private static final int BUFFER_BYTES = 1 << 16;

  /** A full window with as many partitions as there can be. */
  private static final long BYTES_MAX = 24L * Window.ENTRIES_MAX + 8 * (1 << 16) + 128;

  private WindowFile() {}

  /** The keys of {@link SipHash}. */
  record Keys(long k0, long k1) {}

  /** What the file says. */
  static final class Content {
    final JournalId journal;
    final Keys keys;
    final long[] complete;
    final long[] entries;

    private Content(JournalId journal, Keys keys, long[] complete, long[] entries) {
      this.journal = journal;
      this.keys = keys;
      this.complete = complete;
      this.entries = entries;
    }

    static Content of(JournalId journal, Keys keys, long[] complete, Window window) {
      var entries = new long[3 * window.size()];
      int[] at = {0};
      window.forEach(
          (key, content, position) -> {
            entries[at[0]++] = key;
            entries[at[0]++] = content;
            entries[at[0]++] = Window.packed(position);
          });
      return new Content(journal, keys, complete, entries);
    }

    void addTo(Window window) {
      for (int i = 0; i < entries.length; i += 3) {
        window.add(entries[i], entries[i + 1], Window.unpacked(entries[i + 2]));
      }
    }
  }

  /** Replaces the file as a whole: a crash leaves the old one or the new one. */
  static void write(Path file, Content content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var out = new Out(channel);
      out.put(MAGIC);
      out.put(content.journal.id().getMostSignificantBits());
      out.put(content.journal.id().getLeastSignificantBits());
      out.put(content.journal.incarnation());
      out.put(content.keys.k0());
      out.put(content.keys.k1());
      out.put(content.complete.length);
      out.put(content.complete);
      out.put(content.entries.length / ENTRY_LONGS);
      out.put(content.entries);
      out.finish();
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static final class Out {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final CRC32C checksum = new CRC32C();

    Out(FileChannel channel) {
      this.channel = channel;
    }

    void put(long... values) throws IOException {
      for (long value : values) {
        if (buffer.remaining() < Long.BYTES) {
          flush();
        }
        buffer.putLong(value);
      }
    }

    void finish() throws IOException {
      flush();
      buffer.putLong(checksum.getValue());
      flush();
    }

    private void flush() throws IOException {
      buffer.flip();
      checksum.update(buffer.duplicate());
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }
  }

  /**
   * Reads the file back.
   *
   * @return empty if there is none
   * @throws IOException if it cannot be read or is damaged
   */
  static Optional<Content> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > BYTES_MAX) {
      throw new IOException("not a duplicate window of this version: " + file);
    }
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    var checksum = new CRC32C();
    int body = bytes.capacity() - Long.BYTES;
    checksum.update(bytes.duplicate().limit(Math.max(0, body)));
    if (body < Long.BYTES
        || bytes.getLong(0) != MAGIC
        || bytes.getLong(body) != checksum.getValue()) {
      throw new IOException("damaged duplicate window, or of another version: " + file);
    }
    bytes.position(Long.BYTES);
    var id = new UUID(bytes.getLong(), bytes.getLong());
    int incarnation = Math.toIntExact(bytes.getLong());
    var keys = new Keys(bytes.getLong(), bytes.getLong());
    long[] complete = longs(bytes, 1);
    long[] entries = longs(bytes, ENTRY_LONGS);
    return Optional.of(new Content(new JournalId(id, incarnation), keys, complete, entries));
  }

  private static long[] longs(ByteBuffer bytes, int width) {
    var longs = new long[Math.toIntExact(width * bytes.getLong())];
    bytes.asLongBuffer().get(longs);
    bytes.position(bytes.position() + longs.length * Long.BYTES);
    return longs;
  }
}
