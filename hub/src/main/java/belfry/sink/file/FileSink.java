package belfry.sink.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import belfry.format.Decoded;
import belfry.format.Encoder;
import belfry.sink.Lines;
import belfry.sink.Outcome;
import belfry.sink.Sink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line for each entry, on disk before it is called delivered. A line that was cut by a crash or
 * a full disk is taken back before the next one is written. Files put aside are called {@code
 * name.1}, the newest, to {@code name.<keep>}.
 */
final class FileSink implements Sink {
  private static final int SCAN_BYTES = 64 * 1024;

  private final FileSettings settings;
  private final Encoder encoder;
  private final InstantSource clock;
  private @Nullable FileChannel channel;
  private long size;
  private Instant since = Instant.MIN;

  FileSink(FileSettings settings, Encoder encoder, InstantSource clock) {
    this.settings = settings;
    this.encoder = encoder;
    this.clock = clock;
  }

  @Override
  public Outcome deliver(List<Decoded> entries) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      FileChannel out = opened();
      if (size > 0 && isFull()) {
        close();
        putAside();
        out = opened();
      }
      write(out, Lines.of(encoder, entries).buffer());
      return new Outcome.Delivered();
    } catch (ClosedByInterruptException e) {
      close();
      boolean ignored = Thread.interrupted();
      var interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException e) {
      close();
      return new Outcome.Retry("file: " + e, Optional.empty());
    }
  }

  private boolean isFull() {
    return size >= settings.rotateBytes()
        || !clock.instant().isBefore(since.plus(settings.rotateAge()));
  }

  private void write(FileChannel out, ByteBuffer lines) throws IOException {
    long end = size + lines.remaining();
    for (long at = size; lines.hasRemaining(); ) {
      at += out.write(lines, at);
    }
    out.force(false);
    size = end;
  }

  private FileChannel opened() throws IOException {
    FileChannel open = channel;
    if (open != null) {
      return open;
    }
    Path path = settings.path();
    Path directory = path.resolveSibling("").toAbsolutePath();
    Files.createDirectories(directory);
    boolean fresh = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    FileChannel opened = FileChannel.open(path, CREATE, READ, WRITE, LinkOption.NOFOLLOW_LINKS);
    channel = opened;
    size = wholeLines(opened);
    opened.truncate(size);
    since = fresh ? clock.instant() : created(path);
    if (fresh) {
      sync(directory);
    }
    return opened;
  }

  private static Instant created(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).creationTime().toInstant();
  }

  /** How many bytes the lines that are whole take. */
  private static long wholeLines(FileChannel file) throws IOException {
    var buffer = ByteBuffer.allocate(SCAN_BYTES);
    for (long end = file.size(); end > 0; end -= buffer.capacity()) {
      long from = Math.max(0, end - SCAN_BYTES);
      buffer.clear().limit((int) (end - from));
      boolean more = true;
      while (more && buffer.hasRemaining()) {
        more = file.read(buffer, from + buffer.position()) >= 0;
      }
      for (int i = buffer.position() - 1; i >= 0; i--) {
        if (buffer.get(i) == '\n') {
          return from + i + 1;
        }
      }
    }
    return 0;
  }

  private void putAside() throws IOException {
    Path path = settings.path();
    for (int number = settings.keep() - 1; number >= 1; number--) {
      Path older = aside(number);
      if (Files.exists(older, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(older, aside(number + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (settings.keep() == 0) {
      Files.deleteIfExists(path);
    } else {
      Files.move(path, aside(1), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path aside(int number) {
    return settings.path().resolveSibling(settings.path().getFileName() + "." + number);
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel open = FileChannel.open(directory, READ)) {
      open.force(true);
    }
  }

  @Override
  public void close() {
    FileChannel open = channel;
    channel = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
