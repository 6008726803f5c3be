package belfry.gluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A log file that others may move away or cut: it is appended to, and opened anew when its name
 * leads to another file or to none. Used by one thread.
 */
final class EventsLog implements AutoCloseable {
  private final Path file;
  private @Nullable FileChannel channel;
  private @Nullable Object key;

  EventsLog(Path file) {
    this.file = file;
  }

  /**
   * Adds whole lines, each with its line feed.
   *
   * @throws IOException if they are not there, or not all of them
   */
  void append(String lines) throws IOException {
    FileChannel open = current();
    ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      open.write(bytes);
    }
  }

  private FileChannel current() throws IOException {
    FileChannel open = channel;
    if (open != null && Objects.equals(key, keyOf(file))) {
      return open;
    }
    close();
    open =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
    channel = open;
    key = keyOf(file);
    return open;
  }

  /** What tells files apart that had the same name; null if there is none. */
  private static @Nullable Object keyOf(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
