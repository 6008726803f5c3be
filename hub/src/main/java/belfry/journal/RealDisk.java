package belfry.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operating system's files. */
final class RealDisk implements Disk {
  @Override
  public File open(Path path) throws IOException {
    return new RealFile(FileChannel.open(path, READ));
  }

  @Override
  public File change(Path path) throws IOException {
    return new RealFile(FileChannel.open(path, READ, WRITE));
  }

  @Override
  public File create(Path path) throws IOException {
    try {
      return new RealFile(FileChannel.open(path, READ, WRITE, CREATE, TRUNCATE_EXISTING));
    } catch (IOException e) {
      throw full(e);
    }
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  @Override
  public Closeable lock(Path path, String holder) throws IOException {
    FileChannel channel = FileChannel.open(path, READ, WRITE, CREATE);
    try {
      if (tryLock(channel) == null) {
        throw new IOException(
            path
                + ": held by "
                + Files.readString(path).strip()
                + " (expected: no other process; stop it, or choose another data directory)");
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((holder + "\n").getBytes(UTF_8)));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  /** Java has no type for a full disk, only the system's words. */
  private static IOException full(IOException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("no space left") || text.contains("quota exceeded")
        ? new NoSpace(String.valueOf(e.getMessage()), e)
        : e;
  }

  private record RealFile(FileChannel channel) implements File {
    @Override
    public void read(ByteBuffer target, long at) throws IOException {
      long from = at;
      while (target.hasRemaining()) {
        int count = channel.read(target, from);
        if (count < 0) {
          return;
        }
        from += count;
      }
    }

    @Override
    public void write(ByteBuffer source, long at) throws IOException {
      long to = at;
      try {
        while (source.hasRemaining()) {
          to += channel.write(source, to);
        }
      } catch (IOException e) {
        throw full(e);
      }
    }

    @Override
    public void force(boolean metadata) throws IOException {
      try {
        channel.force(metadata);
      } catch (IOException e) {
        throw full(e);
      }
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
