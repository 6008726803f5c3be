package belfry.http.live;

import static java.nio.charset.StandardCharsets.US_ASCII;

import belfry.event.Cursor;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.feed.Reading;
import belfry.format.json.JsonWriter;
import belfry.http.Reply;
import belfry.http.live.Listeners.Ending;
import belfry.tail.TailEnded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/**
 * One listener of the stream as server-sent events (WHATWG HTML section 9.2): {@code id} is the
 * cursor behind the event, so a browser resumes by itself without a gap or a repetition.
 */
final class SseStream implements Reply.Writer {
  /** A sign of life, with the cursor, at least this often. */
  static final Duration COMMENT_EVERY = Duration.ofSeconds(15);

  /** How long a client should wait before it comes back. */
  static final int RETRY_MILLIS = 2000;

  private static final int FLUSH_BYTES = 256 << 10;
  private static final byte[] ID = "id: ".getBytes(US_ASCII);
  private static final byte[] DATA = "\ndata: ".getBytes(US_ASCII);
  private static final byte[] END = "\n\n".getBytes(US_ASCII);

  private final Following following;
  private final Listeners listeners;
  private final Duration commentEvery;
  private final Buffer buffer = new Buffer();
  private Cursor cursor;

  /** Lets its bytes be sent without a copy. */
  private static final class Buffer extends ByteArrayOutputStream {
    void sendTo(Reply.Out out) throws IOException {
      out.send(buf, 0, count);
      reset();
    }
  }

  SseStream(Following following, Listeners listeners, Duration commentEvery) {
    this.following = following;
    this.listeners = listeners;
    this.commentEvery = commentEvery;
    this.cursor = following.cursor();
  }

  @Override
  public void write(Reply.Out out) throws IOException, InterruptedException {
    Ending why = Ending.LEFT;
    try (following) {
      line("retry: " + RETRY_MILLIS);
      signOfLife(out);
      while (!following.denied()) {
        List<Reading> readings = following.next(commentEvery);
        if (readings.isEmpty()) {
          cursor = following.cursor();
          signOfLife(out);
        } else {
          events(readings, out);
        }
      }
      why = Ending.DENIED;
      last("end", "rights were taken away", out);
    } catch (TailEnded e) {
      why = end(e, out);
    } finally {
      listeners.leave(why);
    }
  }

  private void events(List<Reading> readings, Reply.Out out) throws IOException {
    for (Reading reading : readings) {
      Position at = reading.entry().position();
      var next = new TreeMap<>(cursor.next());
      next.put(at.partition(), at.offset() + 1);
      cursor = new Cursor(cursor.journal(), next);
      event(reading.encoded(following.format()));
      if (buffer.size() >= FLUSH_BYTES) {
        buffer.sendTo(out);
      }
    }
    if (buffer.size() > 0) {
      buffer.sendTo(out);
    }
    listeners.sent(readings.size());
  }

  private void event(Payload document) {
    buffer.writeBytes(ID);
    buffer.writeBytes(cursor.encoded().getBytes(US_ASCII));
    buffer.writeBytes(DATA);
    int _ =
        document.<Integer, RuntimeException>with(
            (array, from, size) -> {
              lines(array, from, size);
              return size;
            });
    buffer.writeBytes(END);
  }

  /** Each line of the document is a data field of its own. */
  private void lines(byte[] array, int from, int size) {
    int start = from;
    for (int i = from; i < from + size; i++) {
      if (array[i] == '\n' || array[i] == '\r') {
        buffer.write(array, start, i - start);
        buffer.writeBytes(DATA);
        start = i + 1;
      }
    }
    buffer.write(array, start, from + size - start);
  }

  private void line(String text) {
    buffer.writeBytes((text + "\n").getBytes(US_ASCII));
  }

  /** A block without data is not handed to the page, but sets the id. */
  private void signOfLife(Reply.Out out) throws IOException {
    line(":");
    line("id: " + cursor.encoded());
    line("");
    buffer.sendTo(out);
  }

  private Ending end(TailEnded e, Reply.Out out) throws IOException {
    cursor = e.cursor();
    String text = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case STOPPING -> {
        last("end", text, out);
        yield Ending.STOPPED;
      }
      case TOO_SLOW -> {
        last("end", text, out);
        yield Ending.SLOW;
      }
      case EXPIRED, DAMAGED -> {
        last("gap", text, out);
        yield Ending.LOST;
      }
    };
  }

  /** The last event: why the stream ends, and where to go on. */
  private void last(String name, String reason, Reply.Out out) throws IOException {
    Payload json =
        new JsonWriter(JsonWriter.Style.COMPACT)
            .beginObject()
            .member("reason", reason)
            .member("cursor", cursor.encoded())
            .endObject()
            .payload();
    line("event: " + name);
    event(json);
    buffer.sendTo(out);
  }
}
