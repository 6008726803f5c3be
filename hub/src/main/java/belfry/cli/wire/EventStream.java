package belfry.cli.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads server-sent events (WHATWG HTML, section 9.2). Line ends may be LF, CRLF or CR; comments
 * and unknown fields are read over; an unfinished event at the end is dropped, as the specification
 * asks.
 */
public final class EventStream {
  /** Longest line: an event of the largest size in the most wordy dialect fits in. */
  public static final int LINE_BYTES_MAX = 16 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
  private boolean skipLineFeed;
  private String lastId = "";

  /** One event: {@code id} is the last that was sent, with it or before; empty if none was. */
  public record Sent(String id, String event, String data) {}

  public EventStream(InputStream in) {
    this.in = in;
  }

  /**
   * The next event.
   *
   * @return empty at the end of the stream
   */
  public Optional<Sent> next() throws IOException {
    String event = "message";
    StringBuilder data = new StringBuilder();
    boolean any = false;
    for (Optional<String> next = line(); next.isPresent(); next = line()) {
      String text = next.get();
      if (text.isEmpty()) {
        if (any) {
          return Optional.of(new Sent(lastId, event, data.toString()));
        }
        event = "message";
        continue;
      }
      int colon = text.indexOf(':');
      String field = colon < 0 ? text : text.substring(0, colon);
      String value = colon < 0 ? "" : text.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "data" -> {
          if (any) {
            data.append('\n');
          }
          data.append(value);
          any = true;
        }
        case "event" -> event = value;
        case "id" -> lastId = value.indexOf('\0') < 0 ? value : lastId;
        default -> {}
      }
    }
    return Optional.empty();
  }

  /** The last id that was sent, with an event or alone; empty if none was. */
  public String lastId() {
    return lastId;
  }

  /** Whether more has arrived already, so that what was printed need not be flushed yet. */
  public boolean ready() {
    return at < end;
  }

  private int read() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer));
      if (end == 0) {
        return -1;
      }
    }
    return buffer[at++] & 0xff;
  }

  private Optional<String> line() throws IOException {
    line.reset();
    for (int b = read(); b >= 0; b = read()) {
      boolean afterReturn = skipLineFeed;
      skipLineFeed = false;
      if (b == '\n' && afterReturn) {
        continue;
      }
      if (b == '\n' || b == '\r') {
        skipLineFeed = b == '\r';
        return Optional.of(line.toString(UTF_8));
      }
      if (line.size() == LINE_BYTES_MAX) {
        throw new IOException("stream: a line over " + LINE_BYTES_MAX + " bytes (expected: fewer)");
      }
      line.write(b);
    }
    return Optional.empty();
  }
}
