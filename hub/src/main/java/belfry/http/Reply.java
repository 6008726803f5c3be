package belfry.http;

import belfry.event.Payload;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a route answers with. */
public sealed interface Reply {
  /** The media type of nearly everything. */
  String JSON = "application/json";

  /** One event or item per line. */
  String NDJSON = "application/x-ndjson";

  /** A body that is there as a whole; {@code type} is empty for an answer without a body. */
  record Whole(int status, String type, SortedMap<String, String> headers, Payload body)
      implements Reply {
    public Whole {
      headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    /** This answer with one more header. */
    public Whole header(String name, String value) {
      var more = new TreeMap<>(headers);
      more.put(name, value);
      return new Whole(status, type, more, body);
    }
  }

  /** A body that is written while the route's {@code writer} runs; status 200. */
  record Streamed(String type, SortedMap<String, String> headers, Writer writer) implements Reply {
    public Streamed {
      headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }
  }

  /** The route has taken the connection over: a WebSocket. */
  record Upgraded() implements Reply {}

  /** Writes a streamed body, on the request's thread, until it is done or the peer is gone. */
  @FunctionalInterface
  interface Writer {
    void write(Out out) throws IOException, InterruptedException;
  }

  /** Where a streamed body goes. */
  @FunctionalInterface
  interface Out {
    /**
     * Sends the bytes now; returns when the kernel has them.
     *
     * @throws IOException if the peer is gone or did not read in time; the connection is closed
     */
    void send(byte[] bytes, int from, int size) throws IOException;
  }

  /** A success in the sync envelope. */
  static Whole sync(Payload metadataJson) {
    return Envelope.sync(200, metadataJson);
  }

  /** As {@link #sync(Payload)} with another HTTP status. */
  static Whole sync(int status, Payload metadataJson) {
    return Envelope.sync(status, metadataJson);
  }

  /** That an operation was begun, in the async envelope; its path is the Location too. */
  static Whole async(String path, Payload operationJson) {
    return Envelope.async(path, operationJson);
  }

  /** Bytes of a media type, status 200. */
  static Whole of(String type, Payload body) {
    return new Whole(200, type, new TreeMap<>(), body);
  }

  /** No body at all. */
  static Whole empty(int status, Map<String, String> headers) {
    return new Whole(status, "", new TreeMap<>(headers), Payload.EMPTY);
  }
}
