package belfry.cli.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A chunked body (RFC 9112, 7.1). Extensions and trailers are read over. */
final class ChunkedInput extends InputStream {
  private static final int LINE_BYTES_MAX = 4096;

  private final InputStream in;
  private long left;
  private boolean started;
  private boolean ended;

  ChunkedInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int max) throws IOException {
    if (max == 0) {
      return 0;
    }
    if (left == 0 && !nextChunk()) {
      return -1;
    }
    int read = in.read(target, from, (int) Math.min(max, left));
    if (read < 0) {
      throw new EOFException("the hub closed the connection within a chunk");
    }
    left -= read;
    return read;
  }

  /** What is there without waiting, so that a reader can flush before it waits. */
  @Override
  public int available() throws IOException {
    return ended ? 0 : (int) Math.min(left, in.available());
  }

  private boolean nextChunk() throws IOException {
    if (ended) {
      return false;
    }
    if (started && !line().isEmpty()) {
      throw new IOException("chunk: longer than its size (expected: a line end after it)");
    }
    started = true;
    String size = line();
    int semicolon = size.indexOf(';');
    size = (semicolon < 0 ? size : size.substring(0, semicolon)).strip();
    try {
      left = Long.parseLong(size, 16);
    } catch (NumberFormatException e) {
      left = -1;
    }
    if (left < 0) {
      left = 0;
      throw new IOException("chunk size: " + Head.shortened(size) + " (expected: a hex number)");
    }
    if (left == 0) {
      ended = true;
      skipTrailers();
    }
    return !ended;
  }

  private void skipTrailers() throws IOException {
    String trailer;
    do {
      trailer = line();
    } while (!trailer.isEmpty());
  }

  private String line() throws IOException {
    return Head.line(in, new int[] {LINE_BYTES_MAX});
  }
}
