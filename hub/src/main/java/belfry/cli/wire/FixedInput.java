package belfry.cli.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body of known length. */
final class FixedInput extends InputStream {
  private final InputStream in;
  private long left;

  FixedInput(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int max) throws IOException {
    if (left <= 0) {
      return -1;
    }
    int read = in.read(target, from, (int) Math.min(max, left));
    if (read < 0) {
      throw new EOFException("the hub closed the connection " + left + " bytes before the end");
    }
    left -= read;
    return read;
  }
}
