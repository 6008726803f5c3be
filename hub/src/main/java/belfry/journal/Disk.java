package belfry.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * All that the journal does to files, in one place, so that tests can make any of it fail. Every
 * call that changes a directory is durable only after {@link #forceDirectory}.
 */
interface Disk {
  /** Opens an existing file for reading. */
  File open(Path path) throws IOException;

  /** Opens an existing file for reading and writing. */
  File change(Path path) throws IOException;

  /** Makes a new, empty file, instead of one that is there. */
  File create(Path path) throws IOException;

  /** Gives a file another name at once, instead of one that is there. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file if it is there. */
  void delete(Path path) throws IOException;

  /** The names in a directory, sorted. */
  List<String> list(Path directory) throws IOException;

  void makeDirectory(Path directory) throws IOException;

  void forceDirectory(Path directory) throws IOException;

  /**
   * Keeps every other process out until it is closed.
   *
   * @param holder what the file says about us
   * @throws IOException if another holds it, naming it
   */
  Closeable lock(Path path, String holder) throws IOException;

  /** One open file. Reading and writing may go on in several threads at once. */
  interface File extends Closeable {
    /** Reads until the buffer is full or the file ends. */
    void read(ByteBuffer target, long at) throws IOException;

    /**
     * Writes the whole buffer.
     *
     * @throws NoSpace if there is no room for all of it
     */
    void write(ByteBuffer source, long at) throws IOException;

    void force(boolean metadata) throws IOException;

    long size() throws IOException;

    void truncate(long size) throws IOException;
  }

  /** The disk, or our share of it, is full. */
  final class NoSpace extends IOException {
    private static final long serialVersionUID = 1L;

    NoSpace(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
