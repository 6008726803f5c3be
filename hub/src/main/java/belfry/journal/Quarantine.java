package belfry.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Keeps a copy of bytes that cannot be read before anything is done to the file they are in. */
final class Quarantine {
  static final String DIRECTORY = "quarantine";
  private static final int COPY_BYTES = 1 << 20;

  private final Disk disk;
  private final Path home;

  Quarantine(Disk disk, Path home) {
    this.disk = disk;
    this.home = home;
  }

  /** Copies a range of a segment, once. */
  void keep(String segment, Disk.File from, long position, long bytes) throws IOException {
    Path directory = home.resolve(DIRECTORY);
    disk.makeDirectory(directory);
    String name = segment + "@" + position;
    if (disk.list(directory).contains(name)) {
      return;
    }
    Path temporary = directory.resolve(name + ".tmp");
    try (Disk.File copy = disk.create(temporary)) {
      for (long done = 0; done < bytes; done += COPY_BYTES) {
        ByteBuffer part = ByteBuffer.allocate((int) Math.min(COPY_BYTES, bytes - done));
        from.read(part, position + done);
        copy.write(part.flip(), done);
      }
      copy.force(true);
    }
    disk.move(temporary, directory.resolve(name));
    disk.forceDirectory(directory);
  }
}
