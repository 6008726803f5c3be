package belfry.registry;

import belfry.event.JournalId;
import belfry.event.Payload;
import belfry.event.Position;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The snapshot on disk. Disposable: the journal knows all of it, the file only saves reading the
 * journal from its beginning at the next start.
 *
 * <p>Numbers are big endian, texts as {@link DataOutputStream#writeUTF} has them: magic (8 bytes),
 * journal id (16), incarnation (4), partition (4), offset of the last change (8), size (4) and
 * bytes of its salt, its version (8), number of items (4) and for each collection, name, version
 * (8), seconds (8) and nanoseconds (4) of its time, size (4) and bytes of the document; at the end
 * the CRC32C of all that (8).
 */
final class SnapshotFile {
  static final String NAME = "registry.snapshot";

  private static final long MAGIC = 0x42454c4652454731L; // BELFREG1
  private static final int SALT_BYTES_MAX = 64;

  private final Path path;

  /** In this directory. */
  SnapshotFile(Path state) {
    path = state.resolve(NAME);
  }

  /** Replaces the file as a whole: a crash leaves the old one or the new one. */
  void write(Snapshot snapshot) throws IOException {
    Path fresh = path.resolveSibling(NAME + ".new");
    Files.deleteIfExists(fresh);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(fresh, options, mode)) {
      var checked = new CheckedOutputStream(Channels.newOutputStream(channel), new CRC32C());
      var buffered = new BufferedOutputStream(checked, 1 << 16);
      var out = new DataOutputStream(buffered);
      write(snapshot, out);
      out.flush();
      out.writeLong(checked.getChecksum().getValue());
      out.flush();
      channel.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  private static void write(Snapshot snapshot, DataOutputStream out) throws IOException {
    out.writeLong(MAGIC);
    out.writeLong(snapshot.journal().id().getMostSignificantBits());
    out.writeLong(snapshot.journal().id().getLeastSignificantBits());
    out.writeInt(snapshot.journal().incarnation());
    out.writeInt(snapshot.last().partition());
    out.writeLong(snapshot.last().offset());
    write(snapshot.salt(), out);
    out.writeLong(snapshot.version());
    out.writeInt(snapshot.items().size());
    for (Item item : snapshot.items()) {
      out.writeUTF(item.key().collection());
      out.writeUTF(item.key().name());
      out.writeLong(item.version());
      Instant time = item.time();
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano());
      write(item.document(), out);
    }
  }

  private static void write(Payload bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.size());
    out.write(bytes.toBytes());
  }

  /**
   * Reads the file back.
   *
   * @return empty if there is none
   * @throws IOException if it cannot be read, is damaged or of another version
   */
  Optional<Snapshot> read() throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try (var raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      var checked = new CheckedInputStream(raw, new CRC32C());
      Snapshot snapshot = read(new DataInputStream(checked));
      long checksum = checked.getChecksum().getValue();
      if (new DataInputStream(raw).readLong() != checksum || raw.read() >= 0) {
        throw new IOException("checksum");
      }
      return Optional.of(snapshot);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new IOException(
          path + ": damaged, or of another version (expected: as Belfry wrote it)", e);
    }
  }

  private static Snapshot read(DataInputStream in) throws IOException {
    if (in.readLong() != MAGIC) {
      throw new IOException("magic");
    }
    var journal = new JournalId(new UUID(in.readLong(), in.readLong()), in.readInt());
    var last = new Position(in.readInt(), in.readLong());
    Payload salt = payload(in, SALT_BYTES_MAX);
    long version = in.readLong();
    int count = in.readInt();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var key = new Key(in.readUTF(), in.readUTF());
      long itemVersion = in.readLong();
      Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
      items.add(new Item(key, itemVersion, time, payload(in, Registry.DOCUMENT_BYTES_MAX)));
    }
    return new Snapshot(journal, last, salt, version, items);
  }

  /** A damaged size must not cost memory. */
  private static Payload payload(DataInputStream in, int bytesMax) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > bytesMax) {
      throw new IOException("size");
    }
    byte[] bytes = new byte[size];
    in.readFully(bytes);
    return Payload.owning(bytes);
  }
}
