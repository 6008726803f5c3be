package belfry.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.JournalId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * The file that says which journal a directory holds; section 2 of the format.
 *
 * @param unknown lines of names that this version does not know; kept
 */
record Identity(PartitionKind kind, JournalId journal, List<String> unknown) {
  static final String FILE = "identity";
  private static final int VERSION = 1;
  private static final String FIRST_WORD = "belfry-journal ";
  private static final int FILE_BYTES_MAX = 64 * 1024;

  Identity {
    unknown = List.copyOf(unknown);
  }

  /** A new journal's. */
  static Identity make(PartitionKind kind, RandomGenerator random) {
    long high = (random.nextLong() & ~0xf000L) | 0x4000L; // UUID version 4, RFC 9562
    long low = (random.nextLong() >>> 2) | Long.MIN_VALUE; // its variant
    return new Identity(kind, new JournalId(new UUID(high, low), 1), List.of());
  }

  Identity nextIncarnation() {
    return new Identity(kind, new JournalId(journal.id(), journal.incarnation() + 1), unknown);
  }

  void write(Disk disk, Path home) throws IOException {
    var text = new StringBuilder();
    text.append(FIRST_WORD).append(VERSION).append('\n');
    text.append("id ").append(journal.id()).append('\n');
    text.append("kind ").append(kind.text()).append('\n');
    text.append("incarnation ").append(journal.incarnation()).append('\n');
    unknown.forEach(line -> text.append(line).append('\n'));
    String crc = crc(text.toString());
    text.append("crc32c ").append(crc).append('\n');
    Path temporary = home.resolve(FILE + ".tmp");
    try (Disk.File file = disk.create(temporary)) {
      file.write(ByteBuffer.wrap(text.toString().getBytes(UTF_8)), 0);
      file.force(true);
    }
    disk.move(temporary, home.resolve(FILE));
    disk.forceDirectory(home);
  }

  /** What the directory says; empty if it holds no journal yet. */
  static Optional<Identity> read(Disk disk, Path home) throws IOException {
    if (!disk.list(home).contains(FILE)) {
      return Optional.empty();
    }
    byte[] bytes;
    try (Disk.File file = disk.open(home.resolve(FILE))) {
      bytes = new byte[(int) Math.min(file.size(), FILE_BYTES_MAX)];
      file.read(ByteBuffer.wrap(bytes), 0);
    }
    String text = new String(bytes, UTF_8);
    int last = text.lastIndexOf("crc32c ");
    if (!text.startsWith(FIRST_WORD)
        || last < 0
        || !text.substring(last).equals("crc32c " + crc(text.substring(0, last)) + "\n")) {
      throw new Damaged(
          home.resolve(FILE)
              + ": damaged (expected: its checksum; restore this file from a backup, its id and"
              + " incarnation are also in the header of every segment)");
    }
    return Optional.of(parse(home, text.substring(0, last).lines().toList()));
  }

  private static Identity parse(Path home, List<String> lines) throws IOException {
    int version = Integer.parseInt(lines.getFirst().substring(FIRST_WORD.length()));
    if (version > VERSION) {
      throw new NewerFormat(home.toString(), version, VERSION);
    }
    UUID id = new UUID(0, 0);
    PartitionKind kind = PartitionKind.EVENT;
    int incarnation = 1;
    var unknown = new ArrayList<String>();
    for (String line : lines.subList(1, lines.size())) {
      String value = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, Math.max(0, line.indexOf(' ')))) {
        case "id" -> id = UUID.fromString(value);
        case "kind" -> kind = kind(value);
        case "incarnation" -> incarnation = Integer.parseInt(value);
        default -> unknown.add(line);
      }
    }
    return new Identity(kind, new JournalId(id, incarnation), unknown);
  }

  private static PartitionKind kind(String text) throws Damaged {
    for (PartitionKind kind : PartitionKind.values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    throw new Damaged("kind: " + text + " (expected: event, delivery or control)");
  }

  private static String crc(String text) {
    var crc = new CRC32C();
    crc.update(text.getBytes(UTF_8));
    return "%08x".formatted(crc.getValue());
  }
}
