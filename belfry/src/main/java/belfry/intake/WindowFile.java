package belfry.intake;

import belfry.event.JournalId;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The duplicate window on disk, beside the journal. Disposable: the journal knows all of it, the
 * file only saves reading the journal's last million entries at the next start.
 *
 * <p>Big endian: magic (8 bytes), journal id (16), incarnation (4), hash keys (16), number of
 * partitions (4) and for each the offset up to which the window is complete (8), number of entries
 * (4) and for each key, content and packed position (24), CRC32C of all that (8).
 */
final class WindowFile {
  private static final long MAGIC = 0x42454c4657494e31L;
  private static final int PARTITIONS_MAX = 1 << 16;

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
    var checksum = new CRC32C();
    try (var out =
        new DataOutputStream(
            new BufferedOutputStream(
                new CheckedOutputStream(Files.newOutputStream(fresh), checksum), 1 << 16))) {
      out.writeLong(MAGIC);
      out.writeLong(content.journal.id().getMostSignificantBits());
      out.writeLong(content.journal.id().getLeastSignificantBits());
      out.writeInt(content.journal.incarnation());
      out.writeLong(content.keys.k0());
      out.writeLong(content.keys.k1());
      writeLongs(out, content.complete, content.complete.length);
      writeLongs(out, content.entries, content.entries.length / 3);
      out.flush();
      out.writeLong(checksum.getValue());
    }
    try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void writeLongs(DataOutputStream out, long[] longs, int count) throws IOException {
    out.writeInt(count);
    for (long value : longs) {
      out.writeLong(value);
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
    var checksum = new CRC32C();
    try (var in =
        new DataInputStream(
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), checksum))) {
      if (in.readLong() != MAGIC) {
        throw new IOException("not a duplicate window of this version: " + file);
      }
      var id = new JournalId(new UUID(in.readLong(), in.readLong()), in.readInt());
      var keys = new Keys(in.readLong(), in.readLong());
      long[] complete = readLongs(in, 1, PARTITIONS_MAX);
      long[] entries = readLongs(in, 3, Window.ENTRIES_MAX);
      long expected = checksum.getValue();
      if (in.readLong() != expected) {
        throw new IOException("damaged duplicate window: " + file);
      }
      return Optional.of(new Content(id, keys, complete, entries));
    } catch (EOFException | IllegalArgumentException e) {
      throw new IOException("damaged duplicate window: " + file, e);
    }
  }

  private static long[] readLongs(DataInputStream in, int width, int countMax) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > countMax) {
      throw new IOException("count: " + count + " (expected: 0 to " + countMax + ")");
    }
    var longs = new long[width * count];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = in.readLong();
    }
    return longs;
  }
}
