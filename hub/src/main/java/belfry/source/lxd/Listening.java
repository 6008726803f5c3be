package belfry.source.lxd;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.source.Losses;
import belfry.source.Losses.Why;
import belfry.source.lxd.WebSocket.Message;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Moves events from one connection into the buffer, on a thread that does nothing else: a server
 * cuts whoever does not read for 5 s. It never waits for room.
 */
final class Listening implements AutoCloseable {
  private final WebSocket socket;
  private final EventBuffer buffer;
  private final Losses losses;
  private final InstantSource clock;
  private final Twins twins = new Twins();
  private final Thread thread;
  private volatile Instant heard;
  private volatile Optional<Throwable> end = Optional.empty();

  /** Begins to read a connection, which is its own from now on. */
  Listening(WebSocket socket, EventBuffer buffer, Losses losses, InstantSource clock, String name) {
    this.socket = socket;
    this.buffer = buffer;
    this.losses = losses;
    this.clock = clock;
    heard = clock.instant();
    thread = Thread.ofVirtual().name(name + " reader").start(this::read);
  }

  /** When the server was heard last. */
  Instant heard() {
    return heard;
  }

  /** Whether more may come; if not, all that came is in the buffer. */
  boolean open() {
    return end.isEmpty();
  }

  /**
   * Tells why no more comes.
   *
   * @throws IllegalStateException if that was our mistake
   */
  void tellEnd() throws IOException, Malformed {
    switch (end.orElseThrow()) {
      case IOException e -> throw new IOException("events: " + e.getMessage(), e);
      case Malformed e -> throw e;
      case Throwable e -> throw new IllegalStateException("the reader of events ended: " + e, e);
    }
  }

  private void read() {
    try (socket) {
      while (true) {
        Message message = socket.next();
        Instant now = clock.instant();
        switch (message) {
          case Message.Text(var bytes) -> keep(bytes, now);
          case Message.TooLarge(long bytes) -> losses.add(Why.SIZE, 1, now);
          case Message.Alive() -> {}
          case Message.Closed(int code, String reason) ->
              throw new IOException(("the server closed with " + code + " " + reason).strip());
        }
        heard = now;
      }
    } catch (IOException | Malformed | RuntimeException | Error e) {
      end = Optional.of(e);
    }
  }

  private void keep(Payload bytes, Instant now) {
    Frame frame = Frame.read(bytes, now, twins.earlier(bytes));
    if (!buffer.offer(frame, System.nanoTime())) {
      losses.add(Why.BUFFER, 1, now);
    }
  }

  /** Leaves, and waits until all that came is in the buffer. An interrupt is kept for later. */
  @Override
  public void close() {
    socket.close();
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
}
