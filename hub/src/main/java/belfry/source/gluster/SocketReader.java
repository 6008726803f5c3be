package belfry.source.gluster;

import belfry.event.Payload;
import belfry.source.Losses;
import belfry.source.Losses.Why;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Empties the socket into the buffer, on a platform thread that does nothing else: while it works
 * on anything slower, the kernel drops. It never waits for room. The thread is never interrupted,
 * which would close the channel.
 */
final class SocketReader {
  /** More than any datagram has. */
  private static final int DATAGRAM_BYTES_MAX = 1 << 16;

  /** So often the kernel is asked what it dropped. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** After so many datagrams the reader looks at the time. */
  private static final int LOOK_AFTER = 256;

  /** When stopped it takes what is in the socket by then, but no more than fits in there. */
  private static final int LAST_BYTES_MAX = 2 * UdpSocket.RECEIVE_BYTES;

  private static final Path PROC = Path.of("/proc/self");

  private final DatagramChannel channel;
  private final Selector selector;
  private final DatagramBuffer buffer;
  private final Senders senders;
  private final Losses losses;
  private final InstantSource clock;
  private final Optional<KernelDrops> drops;
  private final Thread thread;
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_BYTES_MAX);
  private volatile boolean stopping;
  private volatile Optional<Throwable> failure = Optional.empty();
  private long looked = System.nanoTime();

  /** Reads from a bound channel, which is its own from now on. */
  SocketReader(
      DatagramChannel channel,
      DatagramBuffer buffer,
      Senders senders,
      Losses losses,
      InstantSource clock)
      throws IOException {
    this.channel = channel;
    this.buffer = buffer;
    this.senders = senders;
    this.losses = losses;
    this.clock = clock;
    selector = Selector.open();
    channel.register(selector, SelectionKey.OP_READ);
    drops = KernelDrops.of(PROC, port());
    thread = Thread.ofPlatform().daemon().name("gluster-socket").unstarted(this::read);
  }

  void start() {
    thread.start();
  }

  int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /** What the kernel gave for the receive buffer, as Java counts it. */
  int receiveBytes() throws IOException {
    return channel.getOption(StandardSocketOptions.SO_RCVBUF);
  }

  /** Whether the kernel says what it drops. */
  boolean seesDrops() {
    return drops.isPresent();
  }

  /**
   * @throws IOException if the socket failed
   * @throws IllegalStateException if we did
   */
  void ensureReading() throws IOException {
    if (failure.isEmpty()) {
      return;
    }
    Throwable why = failure.get();
    if (why instanceof IOException) {
      throw new IOException("udp: " + why, why);
    }
    throw new IllegalStateException("the reader of the socket ended: " + why, why);
  }

  /** Takes what is in the socket, closes it and ends. An interrupt is kept for later. */
  void stop() {
    stopping = true;
    selector.wakeup();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (channel;
        selector) {
      while (!stopping) {
        selector.select(LOOK_EVERY.toMillis());
        selector.selectedKeys().clear();
        drain(Long.MAX_VALUE);
        look(System.nanoTime());
      }
      drain(LAST_BYTES_MAX);
      lookNow();
    } catch (IOException | RuntimeException | Error e) {
      failure = Optional.of(e);
    }
  }

  private void drain(long bytesMax) throws IOException {
    boolean last = stopping;
    long bytes = 0;
    for (int count = 1; bytes < bytesMax && last == stopping; count++) {
      datagram.clear();
      var from = (InetSocketAddress) channel.receive(datagram);
      if (from == null) {
        return;
      }
      long nanos = System.nanoTime();
      take(from, nanos);
      bytes += datagram.position() + DatagramBuffer.OVERHEAD_BYTES;
      if (count % LOOK_AFTER == 0) {
        look(nanos);
      }
    }
  }

  private void take(InetSocketAddress from, long nanos) {
    Instant now = clock.instant();
    switch (senders.verdict(from.getAddress(), nanos)) {
      case REFUSED -> losses.add(Why.SENDER, from.getAddress(), now);
      case EXCESS -> losses.add(Why.RATE, from.getAddress(), now);
      case LET -> {
        byte[] bytes = new byte[datagram.position()];
        datagram.get(0, bytes);
        if (!buffer.offer(new Arrived(Payload.owning(bytes), from, now))) {
          losses.add(Why.BUFFER, 1, now);
        }
      }
    }
  }

  private void look(long nanos) {
    if (nanos - looked >= LOOK_EVERY.toNanos()) {
      looked = nanos;
      lookNow();
    }
  }

  private void lookNow() {
    long dropped = drops.map(KernelDrops::fresh).orElse(0L);
    if (dropped > 0) {
      losses.add(Why.KERNEL, dropped, clock.instant());
    }
  }
}
