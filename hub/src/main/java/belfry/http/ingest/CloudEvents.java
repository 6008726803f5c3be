package belfry.http.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Payload;
import belfry.http.Call;
import belfry.http.ErrorCode;
import belfry.http.Problem;
import belfry.http.Reply;
import belfry.journal.Busy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;

/**
 * CloudEvents' HTTP binding 1.0.2: structured, batch and binary content mode, told apart by the
 * Content-Type, and the webhook handshake.
 */
final class CloudEvents {
  private static final String FORMAT = "cloudevents";
  private static final String STRUCTURED = "application/cloudevents";
  private static final String BATCH = "application/cloudevents-batch";
  private static final String PREFIX = "ce-";

  private final IngestRoutes routes;

  CloudEvents(IngestRoutes routes) {
    this.routes = routes;
  }

  /** Whether a request is one of the binding's modes and not plain JSON. */
  static boolean speaks(Call call) {
    return call.contentType().startsWith(STRUCTURED) || call.header("ce-specversion").isPresent();
  }

  Reply post(Call call) throws Problem, Busy, IOException, InterruptedException {
    String type = call.contentType();
    if (type.startsWith(BATCH)) {
      checkJson(type);
      return routes.reply(call, new Entrance.Batch(FORMAT, array(body(call))));
    }
    if (type.startsWith(STRUCTURED)) {
      checkJson(type);
      return routes.reply(call, new Entrance.Batch(FORMAT, List.of(body(call))));
    }
    if (call.header("ce-specversion").isPresent()) {
      return routes.reply(call, new Entrance.Batch(FORMAT, List.of(body(call)), attributes(call)));
    }
    throw new Problem(
        ErrorCode.CONTENT_TYPE,
        "Content-Type: "
            + (type.isEmpty() ? "none" : type)
            + " (expected: application/cloudevents+json, application/cloudevents-batch+json, or"
            + " any with ce-* headers; other dialects go to /1.0/events/{format})");
  }

  private static Payload body(Call call) throws Problem, InterruptedException {
    return call.body(IngestRoutes.BODY_BYTES_MAX);
  }

  private static void checkJson(String type) throws Problem {
    if (!type.endsWith("+json")) {
      throw new Problem(
          ErrorCode.CONTENT_TYPE, "Content-Type: " + type + " (expected: the +json format)");
    }
  }

  private static List<Payload> array(Payload body) throws Problem {
    if (body.isEmpty() || body.text().stripLeading().isEmpty() || first(body) != '[') {
      throw new Problem(
          ErrorCode.ITEM_MALFORMED,
          "body: no JSON array (expected: an array of events, it may be empty)",
          new Problem.Where("", 1));
    }
    return IngestRoutes.split(body, false);
  }

  private static byte first(Payload body) {
    int at = 0;
    while (at < body.size() - 1 && body.at(at) <= ' ') {
      at++;
    }
    return body.at(at);
  }

  /** The {@code ce-*} headers, decoded, and the content type of the data. */
  private static Map<String, String> attributes(Call call) throws Problem {
    var attributes = new TreeMap<String, String>();
    for (HttpField field : call.headers()) {
      String name = field.getName().toLowerCase(Locale.ROOT);
      if (name.startsWith(PREFIX) && field.getValue() != null) {
        attributes.put(name, decoded(name, field.getValue()));
      }
    }
    if (attributes.containsKey("ce-datacontenttype")) {
      throw Problem.parameter(
          "ce-datacontenttype", "present", "the Content-Type header in its place");
    }
    Optional<String> type = call.header("Content-Type");
    type.ifPresent(value -> attributes.put("content-type", value));
    return attributes;
  }

  /** HTTP binding section 3.1.3.2: quotes off, one round of percent-decoding, strict UTF-8. */
  private static String decoded(String name, String value) throws Problem {
    String text = unquoted(value);
    if (text.indexOf('%') < 0) {
      return text;
    }
    var out = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        out.writeBytes(String.valueOf(c).getBytes(UTF_8));
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw Problem.parameter(name, value, "percent-encoded UTF-8");
      }
      out.write(high << 4 | low);
      i += 2;
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(out.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw Problem.parameter(name, value, "percent-encoded UTF-8");
    }
  }

  private static String unquoted(String value) {
    if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
      return value;
    }
    var text = new StringBuilder(value.length());
    for (int i = 1; i < value.length() - 1; i++) {
      if (value.charAt(i) == '\\' && i + 1 < value.length() - 1) {
        i++;
      }
      text.append(value.charAt(i));
    }
    return text.toString();
  }

  /** The webhook handshake, CloudEvents webhook 1.0.2 section 4: everybody may send, if trusted. */
  static Reply handshake(Call call) {
    var headers = new TreeMap<String, String>();
    headers.put("Allow", "GET, OPTIONS, POST");
    Optional<String> origin = call.header("WebHook-Request-Origin");
    if (origin.isPresent()) {
      headers.put("WebHook-Allowed-Origin", origin.get());
      headers.put("WebHook-Allowed-Rate", "*");
    }
    return Reply.empty(200, headers);
  }
}
