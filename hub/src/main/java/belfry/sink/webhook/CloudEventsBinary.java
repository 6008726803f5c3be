package belfry.sink.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import belfry.sink.wire.Request;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * An event of the JSON format in binary mode: attributes become headers, data the body. CloudEvents
 * HTTP binding 1.0.2, section 3.1.
 */
final class CloudEventsBinary {
  private static final String HEX = "0123456789ABCDEF";

  private CloudEventsBinary() {}

  /** From the structured mode, as the dialect's encoder makes it. */
  static Message of(Payload structured) {
    JsonValue event;
    try {
      event = Json.parse(structured);
    } catch (Malformed e) {
      throw new IllegalStateException("cloudevents: " + e.getMessage(), e);
    }
    var headers = new ArrayList<Message.Header>();
    event.forEachMember(
        (name, value) -> {
          boolean attribute =
              !name.equals("data")
                  && !name.equals("data_base64")
                  && !name.equals("datacontenttype")
                  && Request.isName(name)
                  && !value.isNull();
          if (attribute) {
            headers.add(new Message.Header("ce-" + name, percentEncoded(value.text())));
          }
        });
    String contentType = event.text("datacontenttype");
    Payload body = body(event, contentType);
    String given = Request.isValue(contentType) ? contentType : "application/octet-stream";
    String shown = given.isEmpty() && !body.isEmpty() ? "application/json" : given;
    return new Message(shown, List.copyOf(headers), body);
  }

  private static Payload body(JsonValue event, String contentType) {
    var binary = event.get("data_base64").filter(value -> !value.isNull());
    if (binary.isPresent()) {
      return Payload.owning(Base64.getDecoder().decode(binary.get().text()));
    }
    var data = event.get("data");
    if (data.isEmpty()) {
      return Payload.EMPTY;
    }
    return data.get().isString() && !isJson(contentType) ? data.get().utf8() : data.get().raw();
  }

  /** A missing type means JSON: CloudEvents JSON format, section 3.1.1. */
  private static boolean isJson(String contentType) {
    String type = contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    return type.isEmpty() || type.endsWith("/json") || type.endsWith("+json");
  }

  /** Section 3.1.3.2: everything but printable ASCII, and of that blank, quote and percent. */
  static String percentEncoded(String value) {
    var out = new StringBuilder(value.length() + 16);
    for (byte b : value.getBytes(UTF_8)) {
      if (b > 0x20 && b < 0x7f && b != '"' && b != '%') {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    return out.toString();
  }
}
