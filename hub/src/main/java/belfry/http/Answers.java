package belfry.http;

import belfry.event.Payload;
import belfry.metrics.Counter;
import belfry.metrics.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Writes answers and counts them by status. */
final class Answers {
  /** How long a peer may take to read what was written to it. */
  static final Duration WRITE_WAIT_MAX = Duration.ofSeconds(5);

  private static final PreEncodedHttpField JSON =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, Reply.JSON);
  private static final int STATUS_MAX = 600;

  private final AtomicReferenceArray<Counter> byStatus = new AtomicReferenceArray<>(STATUS_MAX);
  private final Metrics metrics;

  Answers(Metrics metrics) {
    this.metrics = metrics;
  }

  void send(Call.Exchange exchange, Reply reply) throws IOException, InterruptedException {
    switch (reply) {
      case Reply.Whole whole -> whole(exchange, whole);
      case Reply.Streamed streamed -> stream(exchange, streamed);
      case Reply.Upgraded() -> count(101);
    }
  }

  void whole(Call.Exchange exchange, Reply.Whole whole) {
    Response response = exchange.response();
    response.setStatus(whole.status());
    headers(response, whole.type(), whole.headers());
    count(whole.status());
    response.write(true, buffer(whole.body()), exchange.callback());
  }

  private static ByteBuffer buffer(Payload body) {
    return body.<ByteBuffer, RuntimeException>with(ByteBuffer::wrap);
  }

  private static void headers(Response response, String type, Map<String, String> more) {
    HttpFields.Mutable headers = response.getHeaders();
    if (type.equals(Reply.JSON)) {
      headers.put(JSON);
    } else if (!type.isEmpty()) {
      headers.put(HttpHeader.CONTENT_TYPE, type);
    }
    if (!more.isEmpty()) {
      more.forEach(headers::put);
    }
  }

  private void stream(Call.Exchange exchange, Reply.Streamed streamed)
      throws IOException, InterruptedException {
    Response response = exchange.response();
    exchange.request().addIdleTimeoutListener(timeout -> false);
    response.setStatus(200);
    headers(response, streamed.type(), streamed.headers());
    count(200);
    try {
      streamed.writer().write((bytes, from, size) -> blockingWrite(exchange, bytes, from, size));
    } catch (IOException e) {
      exchange.callback().failed(e);
      return;
    }
    response.write(true, BufferUtil.EMPTY_BUFFER, exchange.callback());
  }

  private static void blockingWrite(Call.Exchange exchange, byte[] bytes, int from, int size)
      throws IOException {
    var written = new Callback.Completable();
    exchange.response().write(false, ByteBuffer.wrap(bytes, from, size), written);
    try {
      written.get(WRITE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      close(exchange.request());
      throw new IOException("peer read nothing for " + WRITE_WAIT_MAX.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException("peer is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopping", e);
    }
  }

  private static void close(Request request) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
  }

  private void count(int status) {
    Counter counter = byStatus.get(status);
    if (counter == null) {
      counter =
          metrics.counter(
              "belfry_http_requests_total",
              "Requests answered, by status.",
              Map.of("code", Integer.toString(status)));
      byStatus.set(status, counter);
    }
    counter.add();
  }
}
