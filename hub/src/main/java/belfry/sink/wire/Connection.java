package belfry.sink.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One kept connection to a checked address. A channel, because those can be interrupted. */
final class Connection implements AutoCloseable {
  private final SocketChannel channel;
  private final Alarm alarm;
  private final OutputStream out;
  private final ResponseReader in;

  private Connection(SocketChannel channel, Alarm alarm, Socket socket) throws IOException {
    this.channel = channel;
    this.alarm = alarm;
    this.out = socket.getOutputStream();
    this.in = new ResponseReader(socket.getInputStream());
  }

  /**
   * Connects, and shakes hands if the URL is https: the name is the URL's, in SNI as in the
   * certificate.
   */
  static Connection open(
      InetSocketAddress address,
      Url url,
      SSLSocketFactory factory,
      Timeouts timeouts,
      long deadline,
      ScheduledExecutorService timer)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    var alarm = new Alarm(timer, channel, timeouts.attempt());
    try {
      alarm.begin(deadline);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(address, (int) timeouts.connect().toMillis());
      Socket socket = url.tls() ? secured(channel, url, factory) : channel.socket();
      var connection = new Connection(channel, alarm, socket);
      if (!alarm.end()) {
        throw new IOException("closed");
      }
      return connection;
    } catch (IOException e) {
      boolean late = alarm.rang();
      alarm.stop();
      throw late ? late(timeouts, e) : e;
    }
  }

  private static SSLSocket secured(SocketChannel channel, Url url, SSLSocketFactory factory)
      throws IOException {
    var socket = (SSLSocket) factory.createSocket(channel.socket(), url.host(), url.port(), true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static IOException late(Timeouts timeouts, IOException cause) {
    return new IOException("no answer within " + timeouts.attempt().toMillis() + " ms", cause);
  }

  /**
   * Whether it can take another request. The peer may have closed it meanwhile; bytes that nobody
   * asked for are no good sign either.
   */
  boolean isFresh() {
    if (in.hasMore() || !channel.isOpen()) {
      return false;
    }
    try {
      channel.configureBlocking(false);
      int count = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return count == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Sends a request and reads its answer. A peer may answer and close before it has read all, so
   * the answer counts even if the request could not be sent whole.
   */
  Response exchange(byte[] request, Timeouts timeouts, long deadline) throws IOException {
    if (!alarm.begin(deadline)) {
      throw new IOException("the connection was closed");
    }
    try {
      Response response = sendAndRead(request);
      return alarm.end()
          ? response
          : new Response(response.status(), response.head(), response.body(), false);
    } catch (IOException e) {
      throw alarm.rang() ? late(timeouts, e) : e;
    }
  }

  private Response sendAndRead(byte[] request) throws IOException {
    try {
      out.write(request);
      out.flush();
    } catch (IOException unsent) {
      if (!channel.isOpen()) {
        throw unsent;
      }
      try {
        return in.read();
      } catch (IOException noAnswer) {
        unsent.addSuppressed(noAnswer);
        throw unsent;
      }
    }
    return in.read();
  }

  @Override
  public void close() {
    alarm.stop();
  }
}
