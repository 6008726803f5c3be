package belfry.cli.emit;

import belfry.event.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Events on their way in one request. */
public final class Batch {
  /** Most events in one request. */
  public static final int EVENTS_MAX = 1000;

  /** A batch is sent when it has grown over this many bytes. */
  public static final int BYTES_FULL = 1 << 20;

  private final List<Element> elements = new ArrayList<>();
  private int size;

  public void add(Element element) {
    elements.add(element);
    size += element.bytes().size() + 1;
  }

  public boolean full() {
    return elements.size() >= EVENTS_MAX || size >= BYTES_FULL;
  }

  public boolean isEmpty() {
    return elements.isEmpty();
  }

  public int count() {
    return elements.size();
  }

  /** The line of an element, by its place in the batch. */
  public long line(int index) {
    return elements.get(index).line();
  }

  /**
   * The body of the request: lines as lines, everything else as an array, each byte as it stood.
   */
  public Payload body(Elements.Shape shape) {
    boolean lines = shape == Elements.Shape.LINES;
    var body = new ByteArrayOutputStream(size + 2);
    char separator = lines ? '\n' : ',';
    if (!lines) {
      body.write('[');
    }
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0) {
        body.write(separator);
      }
      body.writeBytes(elements.get(i).bytes().toBytes());
    }
    if (!lines) {
      body.write(']');
    }
    return Payload.owning(body.toByteArray());
  }

  /** The media type of {@link #body}. */
  public static String contentType(Elements.Shape shape) {
    return shape == Elements.Shape.LINES ? "application/x-ndjson" : "application/json";
  }

  public void clear() {
    elements.clear();
    size = 0;
  }
}
