package belfry.http;

import belfry.event.Payload;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads request bodies, each into one array, and bounds what all of them hold together. A body of
 * known length costs one allocation and one copy.
 */
final class Bodies {
  /** Most bytes of all bodies that are being read or worked on. */
  static final long IN_FLIGHT_BYTES_MAX = 64L << 20;

  /** Longest body that is read over after an error. */
  static final int SKIPPED_BYTES_MAX = 1 << 20;

  private static final int FIRST_BYTES = 16 << 10;
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private final AtomicLong inFlight = new AtomicLong();
  private final long inFlightMax;

  Bodies() {
    this(IN_FLIGHT_BYTES_MAX);
  }

  Bodies(long inFlightMax) {
    this.inFlightMax = inFlightMax;
  }

  /** A body and how much of the bound it takes until {@link #release}. */
  record Body(Payload bytes, int reserved) {}

  long inFlight() {
    return inFlight.get();
  }

  void release(int bytes) {
    inFlight.addAndGet(-bytes);
  }

  private void reserve(int bytes) throws Problem {
    if (inFlight.addAndGet(bytes) > inFlightMax) {
      inFlight.addAndGet(-bytes);
      throw new Problem(
              ErrorCode.BODIES_BUSY,
              "bodies in flight: more than " + inFlightMax + " bytes (expected: fewer at once)")
          .retryAfter(TRY_AGAIN);
    }
  }

  Body read(Request request, int bytesMax) throws Problem, InterruptedException {
    boolean gzip = packed(request);
    Body plain = plain(request, bytesMax);
    if (!gzip) {
      return plain;
    }
    try {
      return unpack(plain.bytes(), bytesMax);
    } finally {
      release(plain.reserved());
    }
  }

  private static boolean packed(Request request) throws Problem {
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    if (encoding == null) {
      return false;
    }
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "gzip", "x-gzip" -> true;
      case "", "identity" -> false;
      default ->
          throw new Problem(
              ErrorCode.CONTENT_ENCODING,
              "Content-Encoding: " + encoding + " (expected: gzip or none)");
    };
  }

  private Body plain(Request request, int bytesMax) throws Problem, InterruptedException {
    long length = request.getLength();
    if (length > bytesMax) {
      throw tooLarge(length + " bytes", bytesMax);
    }
    int capacity = length >= 0 ? (int) length : Math.min(FIRST_BYTES, bytesMax);
    reserve(capacity);
    byte[] bytes = new byte[capacity];
    int size = 0;
    try {
      while (true) {
        Content.Chunk chunk = next(request);
        if (Content.Chunk.isFailure(chunk)) {
          throw broken(chunk.getFailure());
        }
        ByteBuffer part = chunk.getByteBuffer();
        int more = part.remaining();
        if (size + more > bytesMax) {
          chunk.release();
          throw tooLarge("more than " + bytesMax + " bytes", bytesMax);
        }
        if (size + more > bytes.length) {
          int grown = Math.min(bytesMax, Math.max(size + more, bytes.length * 2));
          reserve(grown - bytes.length);
          bytes = Arrays.copyOf(bytes, grown);
        }
        part.get(bytes, size, more);
        size += more;
        boolean last = chunk.isLast();
        chunk.release();
        if (last) {
          return new Body(Payload.owning(bytes, 0, size), bytes.length);
        }
      }
    } catch (Problem | InterruptedException | RuntimeException e) {
      release(bytes.length);
      throw e;
    }
  }

  /**
   * Reads over what is left of a short body, so that the connection can go on after an error that
   * was found before the body was read. A long one, or one that waits for our word, is not.
   */
  void skipRest(Request request) throws InterruptedException {
    long length = request.getLength();
    if (length <= 0
        || length > SKIPPED_BYTES_MAX
        || request.getHeaders().contains(HttpHeader.EXPECT)) {
      return;
    }
    boolean last = false;
    while (!last) {
      Content.Chunk chunk = next(request);
      last = chunk.isLast() || Content.Chunk.isFailure(chunk);
      chunk.release();
    }
  }

  private static Content.Chunk next(Request request) throws InterruptedException {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk != null) {
        return chunk;
      }
      var ready = new CountDownLatch(1);
      request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, ready::countDown));
      ready.await();
    }
  }

  private Body unpack(Payload packed, int bytesMax) throws Problem {
    int capacity = Math.min(bytesMax, Math.max(FIRST_BYTES, packed.size() * 4));
    reserve(capacity);
    byte[] bytes = new byte[capacity];
    int size = 0;
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.toBytes()), 8192)) {
      while (true) {
        int more = in.read(bytes, size, bytes.length - size);
        if (more < 0) {
          return new Body(Payload.owning(bytes, 0, size), bytes.length);
        }
        size += more;
        if (size == bytes.length) {
          if (size == bytesMax) {
            if (in.read() < 0) {
              return new Body(Payload.owning(bytes, 0, size), bytes.length);
            }
            throw new Problem(
                ErrorCode.BODY_BOMB,
                "body: more than "
                    + bytesMax
                    + " bytes unpacked (expected: at most "
                    + bytesMax
                    + ")");
          }
          int grown = (int) Math.min(bytesMax, bytes.length * 2L);
          reserve(grown - bytes.length);
          bytes = Arrays.copyOf(bytes, grown);
        }
      }
    } catch (ZipException | EOFException e) {
      release(bytes.length);
      throw new Problem(
          ErrorCode.BODY_BROKEN, "body: not gzip to its end (expected: as Content-Encoding says)");
    } catch (IOException e) {
      release(bytes.length);
      throw broken(e);
    } catch (Problem | RuntimeException e) {
      release(bytes.length);
      throw e;
    }
  }

  private static Problem tooLarge(String was, int bytesMax) {
    return new Problem(
        ErrorCode.BODY_TOO_LARGE, "body: " + was + " (expected: at most " + bytesMax + " bytes)");
  }

  private static Problem broken(Throwable cause) {
    return new Problem(
        ErrorCode.BODY_BROKEN,
        "body: cut off: " + cause.getMessage() + " (expected: as its headers say)");
  }
}
