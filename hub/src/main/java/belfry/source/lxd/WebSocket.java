package belfry.source.lxd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Malformed;
import belfry.event.Payload;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * The client's side of a WebSocket that only listens, RFC 6455: pings are answered, a Close is
 * echoed, fragments are joined. Nothing is negotiated. One thread reads; any may say goodbye.
 */
final class WebSocket implements AutoCloseable {
  /** Largest message that is kept: the largest event, and the line feed behind it. */
  static final int MESSAGE_BYTES_MAX = (1 << 20) + 1;

  /** Most bytes in a ping, pong or Close. Section 5.5. */
  static final int CONTROL_BYTES_MAX = 125;

  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int GOING_AWAY = 1001;
  private static final int FINAL = 0x80;
  private static final int RESERVED = 0x70;
  private static final int MASKED = 0x80;
  private static final int LENGTH_IN_2 = 126;
  private static final int LENGTH_IN_8 = 127;

  private final Line line;
  private final DataInputStream in;
  private final RandomGenerator random;

  /** What of a message was read, while it goes on in further frames. */
  private byte[] begun = new byte[0];

  private long begunBytes;
  private boolean inMessage;

  /** What a server says. */
  sealed interface Message {
    /** A whole message; binary ones are taken as text. */
    record Text(Payload bytes) implements Message {}

    /** A message that was larger than {@link #MESSAGE_BYTES_MAX}, and thrown away. */
    record TooLarge(long bytes) implements Message {}

    /** A ping that was answered, or a pong. */
    record Alive() implements Message {}

    /**
     * Goodbye; nothing comes any more.
     *
     * @param code 1005 if there was none
     */
    record Closed(int code, String reason) implements Message {}
  }

  private WebSocket(Line line, RandomGenerator random) {
    this.line = line;
    this.random = random;
    in = new DataInputStream(line.in());
  }

  /**
   * Asks for a stream on a fresh line, which is its own from now on.
   *
   * @param random for the masks, which need not be secret here; thread-safe
   * @throws IOException if the server refuses, with what it said
   * @throws Malformed if what answers is no WebSocket
   */
  static WebSocket open(Line line, String host, String path, RandomGenerator random)
      throws IOException, Malformed {
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    String key = Base64.getEncoder().encodeToString(nonce);
    line.write(
        ("GET "
                + path
                + " HTTP/1.1\r\nHost: "
                + host
                + "\r\nUser-Agent: belfry\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: "
                + key
                + "\r\n\r\n")
            .getBytes(ISO_8859_1));
    Head head = Head.read(line.in());
    if (head.status() != 101) {
      throw new IOException("GET " + path + ": " + Answer.refusal(head, line.in()));
    }
    String accept = head.header("sec-websocket-accept").orElse("absent");
    if (!accept.equals(accepted(key))) {
      throw new Malformed(
          0, "Sec-WebSocket-Accept: " + accept + " (expected: " + accepted(key) + ")");
    }
    return new WebSocket(line, random);
  }

  private static String accepted(String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is part of every Java platform", e);
    }
  }

  /**
   * Waits for the next message.
   *
   * @throws EOFException if the server ended without goodbye, as LXD always does
   * @throws Malformed if it breaks the protocol
   */
  Message next() throws IOException, Malformed {
    while (true) {
      int first = in.read();
      if (first < 0) {
        throw new EOFException("the server ended the stream without a Close");
      }
      int opcode = first & 0x0f;
      if ((first & RESERVED) != 0) {
        throw new Malformed(0, "frame: reserved bits set (expected: none, nothing was agreed)");
      }
      long size = size(in.readUnsignedByte());
      boolean last = (first & FINAL) != 0;
      if (opcode >= CLOSE) {
        return control(opcode, last, size);
      }
      data(opcode, size);
      if (last) {
        return whole();
      }
    }
  }

  private long size(int second) throws IOException, Malformed {
    if ((second & MASKED) != 0) {
      throw new Malformed(1, "frame: masked (expected: a server's, which never is)");
    }
    long size =
        switch (second) {
          case LENGTH_IN_2 -> in.readUnsignedShort();
          case LENGTH_IN_8 -> in.readLong();
          default -> second;
        };
    if (size < 0) {
      throw new Malformed(2, "frame: length with the highest bit set (expected: 0 there)");
    }
    return size;
  }

  private void data(int opcode, long size) throws IOException, Malformed {
    boolean begins = opcode == TEXT || opcode == BINARY;
    if ((!begins && opcode != CONTINUATION) || begins == inMessage) {
      throw new Malformed(
          0,
          "frame: opcode "
              + opcode
              + (inMessage ? " within" : " outside")
              + " a message"
              + " (expected: 1 or 2 to begin one, 0 to go on)");
    }
    inMessage = true;
    begunBytes = Math.addExact(begunBytes, size);
    if (begunBytes > MESSAGE_BYTES_MAX) {
      begun = new byte[0];
      in.skipNBytes(size);
      return;
    }
    int before = begun.length;
    begun = Arrays.copyOf(begun, before + (int) size);
    in.readFully(begun, before, (int) size);
  }

  private Message whole() {
    Message message =
        begunBytes > MESSAGE_BYTES_MAX
            ? new Message.TooLarge(begunBytes)
            : new Message.Text(Payload.owning(begun));
    begun = new byte[0];
    begunBytes = 0;
    inMessage = false;
    return message;
  }

  private Message control(int opcode, boolean last, long size) throws IOException, Malformed {
    if (!last || size > CONTROL_BYTES_MAX) {
      throw new Malformed(
          0,
          "control frame: "
              + size
              + " bytes"
              + (last ? "" : ", in fragments")
              + " (expected: one frame of at most "
              + CONTROL_BYTES_MAX
              + ")");
    }
    byte[] payload = in.readNBytes((int) size);
    if (payload.length < size) {
      throw new EOFException("the server ended the stream within a frame");
    }
    switch (opcode) {
      case PING -> write(PONG, payload);
      case PONG -> {}
      case CLOSE -> {
        write(CLOSE, payload);
        return closed(payload);
      }
      default -> throw new Malformed(0, "frame: opcode " + opcode + " (expected: 8, 9 or 10)");
    }
    return new Message.Alive();
  }

  private static Message closed(byte[] payload) {
    return payload.length < 2
        ? new Message.Closed(1005, "")
        : new Message.Closed(
            ByteBuffer.wrap(payload).getShort() & 0xffff,
            new String(payload, 2, payload.length - 2, UTF_8));
  }

  private synchronized void write(int opcode, byte[] payload) throws IOException {
    byte[] mask = new byte[4];
    random.nextBytes(mask);
    var frame = ByteBuffer.allocate(2 + mask.length + payload.length);
    frame.put((byte) (FINAL | opcode)).put((byte) (MASKED | payload.length)).put(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask[i % mask.length]));
    }
    line.write(frame.array());
  }

  /** Says goodbye and ends the line; a thread that reads fails. */
  @Override
  public void close() {
    try (line) {
      write(CLOSE, ByteBuffer.allocate(2).putShort((short) GOING_AWAY).array());
    } catch (IOException e) {
      // The other side is gone already.
    }
  }
}
