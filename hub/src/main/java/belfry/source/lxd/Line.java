package belfry.source.lxd;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A connection to a server: bytes both ways, blocking. It ends when nothing came for too long,
 * which no read of a unix socket does by itself, and when any thread closes it.
 */
final class Line implements AutoCloseable {
  private static final String[] PROTOCOLS = {"TLSv1.3"};

  private final LxdAddress address;
  private final Closeable socket;
  private final Duration silenceMax;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile long heard = System.nanoTime();
  private volatile boolean silent;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();

  private Line(LxdAddress address, Closeable socket, Duration silenceMax) {
    this.address = address;
    this.socket = socket;
    this.silenceMax = silenceMax;
    Thread.ofVirtual().name("lxd-silence").start(this::watch);
  }

  /**
   * Connects, and over TLS shows both certificates.
   *
   * @param folder where the certificates are
   * @throws IOException if nobody is there, or it is not who it should be
   */
  static Line open(LxdAddress address, LxcFolder folder, Duration silenceMax) throws IOException {
    return switch (address) {
      case LxdAddress.Unix unix -> unix(unix, silenceMax);
      case LxdAddress.Https https -> tls(https, folder.context(), silenceMax);
    };
  }

  private static Line unix(LxdAddress.Unix address, Duration silenceMax) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    var line = new Line(address, channel, silenceMax);
    return line.begun(
        () -> {
          channel.connect(UnixDomainSocketAddress.of(address.socket()));
          line.over(Channels.newInputStream(channel), Channels.newOutputStream(channel));
        });
  }

  private static Line tls(LxdAddress.Https address, SSLContext context, Duration silenceMax)
      throws IOException {
    var plain = new Socket();
    var line = new Line(address, plain, silenceMax);
    return line.begun(
        () -> {
          plain.connect(new InetSocketAddress(address.host(), address.port()));
          plain.setTcpNoDelay(true);
          SSLSocket socket =
              (SSLSocket)
                  context
                      .getSocketFactory()
                      .createSocket(plain, address.host(), address.port(), true);
          socket.setEnabledProtocols(PROTOCOLS);
          socket.startHandshake();
          line.over(socket.getInputStream(), socket.getOutputStream());
        });
  }

  @FunctionalInterface
  private interface Beginning {
    void begin() throws IOException;
  }

  private Line begun(Beginning beginning) throws IOException {
    boolean begun = false;
    try {
      beginning.begin();
      begun = true;
      return this;
    } catch (IOException e) {
      throw new IOException(address + ": " + why(e).getMessage(), e);
    } finally {
      if (!begun) {
        close();
      }
    }
  }

  private void over(InputStream from, OutputStream to) {
    in = new BufferedInputStream(new Heard(from), 1 << 16);
    out = to;
  }

  InputStream in() {
    return in;
  }

  /** Writes all of it. */
  void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Any thread that reads or writes fails. */
  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      // It is not used any more, whatever its end was like.
    }
  }

  private void watch() {
    try {
      long left = silenceMax.toNanos();
      while (left > 0) {
        if (closed.await(left, TimeUnit.NANOSECONDS)) {
          return;
        }
        left = silenceMax.toNanos() - (System.nanoTime() - heard);
      }
      silent = true;
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private IOException why(IOException e) {
    return silent ? new IOException("nothing came for " + silenceMax.toMillis() + " ms", e) : e;
  }

  /** Notes when something came. */
  private final class Heard extends FilterInputStream {
    Heard(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int from, int size) throws IOException {
      try {
        int count = super.read(bytes, from, size);
        heard = System.nanoTime();
        return count;
      } catch (IOException e) {
        throw why(e);
      }
    }
  }
}
