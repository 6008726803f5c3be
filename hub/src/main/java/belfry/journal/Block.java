package belfry.journal;

/**
 * A plain block in memory. The array is never written to again: payloads of entries are slices of
 * it.
 */
final class Block {
  private final BlockHeader header;
  private final byte[] bytes;
  private final int from;
  private final int to;

  /** The payload is in {@code bytes}, {@code from} included, {@code to} excluded. */
  Block(BlockHeader header, byte[] bytes, int from, int to) {
    this.header = header;
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  BlockHeader header() {
    return header;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }
}
