package belfry.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Many WebSocket listeners read by one thread: counts frames, checks the order by the {@code seq=}
 * inside each, and takes latencies. Frames without one (pings, other events) are passed over.
 */
final class Listeners implements AutoCloseable {
  private static final int DRIVERS_MAX = 16;

  /** Sequence numbers are driver × this + count. */
  static final long DRIVER_STRIDE = 1_000_000_000L;

  private final List<Listener> listeners = new ArrayList<>();
  private final Selector selector = Selector.open();
  private final Thread reader;
  private final AtomicLong frames = new AtomicLong();
  private final AtomicLong disordered = new AtomicLong();
  private final AtomicLongArray sent;
  private final long[] latencies = new long[1 << 20];
  private int latencyCount;
  private volatile long lastFrame = System.nanoTime();
  private volatile boolean stopped;

  /** The state of one of them. */
  private static final class Listener {
    final Wire wire;
    final ByteBuffer in = ByteBuffer.allocate(1 << 18);
    final long[] last = new long[DRIVERS_MAX];
    long orderHash = 17;
    boolean open = true;

    Listener(Wire wire) {
      this.wire = wire;
      Arrays.fill(last, -1);
    }
  }

  /**
   * Opens {@code count} listeners.
   *
   * @param sent nanoTime of each sequence number modulo its length, for latencies
   */
  Listeners(int count, String address, String path, String token, AtomicLongArray sent)
      throws IOException {
    this.sent = sent;
    for (int i = 0; i < count; i++) {
      var listener = new Listener(Wire.open(address));
      listener.in.put(listener.wire.upgrade(path, token));
      listener.wire.channel().configureBlocking(false);
      listener.wire.channel().register(selector, SelectionKey.OP_READ, listener);
      listeners.add(listener);
    }
    reader = Thread.ofPlatform().name("listeners").daemon().start(this::read);
  }

  long frames() {
    return frames.get();
  }

  /** nanoTime of the newest frame, or of the start. */
  long lastFrame() {
    return lastFrame;
  }

  long disordered() {
    return disordered.get();
  }

  long open() {
    return listeners.stream().filter(listener -> listener.open).count();
  }

  /** Whether all open listeners saw the same order. */
  boolean sameOrder() {
    return listeners.stream().mapToLong(listener -> listener.orderHash).distinct().count() <= 1;
  }

  /** In microseconds; call it after the run. */
  long latency(double quantile) {
    int count = Math.min(latencyCount, latencies.length);
    if (count == 0) {
      return -1;
    }
    long[] sorted = Arrays.copyOf(latencies, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(count - 1L, (long) (quantile * count))] / 1000;
  }

  private void read() {
    try {
      while (!stopped) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          drain((Listener) key.attachment(), key);
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void drain(Listener listener, SelectionKey key) {
    int count;
    try {
      count = listener.wire.channel().read(listener.in);
    } catch (IOException e) {
      count = -1;
    }
    if (count < 0) {
      listener.open = false;
      key.cancel();
      return;
    }
    long now = System.nanoTime();
    byte[] bytes = listener.in.array();
    int end = listener.in.position();
    int at = 0;
    int seen = 0;
    while (end - at >= 2) {
      int length = bytes[at + 1] & 0x7f;
      int head = length == 126 ? 4 : length == 127 ? 10 : 2;
      if (end - at < head) {
        break;
      }
      if (length == 126) {
        length = (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
      } else if (length == 127) {
        length = (bytes[at + 6] & 0xff) << 24 | (bytes[at + 7] & 0xff) << 16
            | (bytes[at + 8] & 0xff) << 8 | bytes[at + 9] & 0xff;
      }
      if (end - at < head + length) {
        break;
      }
      if (frame(listener, bytes, at + head, at + head + length, now)) {
        seen++;
      }
      at += head + length;
    }
    System.arraycopy(bytes, at, bytes, 0, end - at);
    listener.in.position(end - at);
    if (seen > 0) {
      lastFrame = now;
    }
    frames.addAndGet(seen);
  }

  private boolean frame(Listener listener, byte[] bytes, int from, int to, long now) {
    int at = to - 1;
    while (at > from && !(bytes[at] == '=' && bytes[at - 1] == 'q' && bytes[at - 2] == 'e')) {
      at--;
    }
    if (at <= from) {
      return false;
    }
    long seq = 0;
    for (int i = at + 1; i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      seq = seq * 10 + bytes[i] - '0';
    }
    int driver = (int) (seq / DRIVER_STRIDE);
    if (seq < listener.last[driver]) {
      disordered.incrementAndGet();
    }
    listener.last[driver] = seq;
    listener.orderHash = listener.orderHash * 31 + seq;
    if ((seq & 15) == 0 && latencyCount < latencies.length) {
      long then = sent.get((int) (seq % sent.length()));
      latencies[latencyCount++] = now - then;
    }
    return true;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    stopped = true;
    selector.wakeup();
    reader.join();
    for (Listener listener : listeners) {
      listener.wire.close();
    }
    selector.close();
  }
}
