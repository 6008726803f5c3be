package belfry.format.oslo;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.InvalidEvent;
import belfry.event.Malformed;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.Raw;
import belfry.testing.Captures;
import belfry.testing.DecodedEntry;
import belfry.testing.Proves;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The decoder takes a body exactly when real oslo listeners, 14.0.3 and 18.1.0, delivered it. */
class AcceptMatrixTest {
  private static final String MESSAGE = OsloDialectTest.MESSAGE;

  /** Rows about properties of the delivery, which a decoder does not see. */
  private static final Set<String> OF_THE_TRANSPORT =
      Set.of(
          "no content_type / encoding",
          "content_type only",
          "content_type application/octet-stream",
          "content_type text/plain utf-8",
          "content_type application/json; charset=utf-8",
          "content_type application/x-python-serialize",
          "content_encoding UTF-8 upper",
          "same _unique_id twice (1st)",
          "same _unique_id twice (2nd)",
          "gzip compressed header",
          "compression x-bz2",
          "expiration and priority props",
          "transient delivery_mode 1",
          "priority ERROR on .info key");

  /** Rows where we do better or have a limit: a known priority, a body over 1 MiB. */
  private static final Set<String> OURS =
      Set.of("priority CRITICAL without endpoint method", "1 MiB payload");

  @Test
  @Proves("glance 3")
  @Proves("glance 7")
  void takesWhatARealListenerDeliveredAndRefusesWhatItDropped() {
    var expected = new TreeMap<String, Boolean>();
    for (String line : Captures.lines("glance-oslo-accept-matrix.txt")) {
      if (line.length() > 49) {
        expected.put(line.substring(0, 49).strip(), line.startsWith("DELIVERED", 49));
      }
    }
    var taken = new TreeMap<String, Boolean>();
    bodies().forEach((name, body) -> taken.put(name, accepts(body)));

    expected.keySet().removeAll(OF_THE_TRANSPORT);
    expected.keySet().removeAll(OURS);
    assertThat(new TreeSet<>(taken.keySet())).isEqualTo(expected.keySet());
    assertThat(taken).isEqualTo(expected);
  }

  private static boolean accepts(Payload body) {
    try {
      new OsloDialect()
          .decoder()
          .decode(
              new Raw(body, Origin.of("test"), DecodedEntry.RECORDED, DecodedEntry.FRESH_ID, 0));
      return true;
    } catch (Malformed | InvalidEvent e) {
      return false;
    }
  }

  private static Map<String, Payload> bodies() {
    var bodies = new TreeMap<String, Payload>();
    bodies.put("v2 envelope, full", v2("\"2.0\"", MESSAGE));
    bodies.put("v1 bare body", Payload.of(MESSAGE));
    bodies.put("raw UTF-8 (not \\u escaped)", changed("\"x\"", "\"é😀\""));
    bodies.put("no _unique_id", Payload.of(MESSAGE));
    for (String key :
        new String[] {
          "message_id", "publisher_id", "timestamp", "payload", "event_type", "priority"
        }) {
      bodies.put("no " + key, changed("\"" + key + "\"", "\"other\""));
    }
    bodies.put("priority lower case", changed("INFO", "info"));
    bodies.put("priority BOGUS", changed("INFO", "BOGUS"));
    bodies.put("priority null", changed("\"INFO\"", "null"));
    bodies.put("payload string", changed("{\"id\": \"x\"}", "\"text\""));
    bodies.put("payload list", changed("{\"id\": \"x\"}", "[1, 2]"));
    bodies.put("payload null", changed("{\"id\": \"x\"}", "null"));
    bodies.put(
        "timestamp ISO Z", changed("2026-11-20 09:36:50.298677", "2026-11-20T09:36:50.298Z"));
    bodies.put("_context_ keys", changed("\"payload\"", "\"_context_user_id\": 1, \"payload\""));
    bodies.put(
        "extra top-level key in message", changed("\"payload\"", "\"more\": 1, \"payload\""));
    bodies.put(
        "extra key in envelope",
        Payload.of(v2("\"2.0\"", MESSAGE).text().replaceFirst("\\{", "{\"more\": 1, ")));
    bodies.put("envelope version 2.1", v2("\"2.1\"", MESSAGE));
    bodies.put("envelope version 1.0", v2("\"1.0\"", MESSAGE));
    bodies.put("envelope version 3.0", v2("\"3.0\"", MESSAGE));
    bodies.put("envelope version number 2.0", v2("2.0", MESSAGE));
    bodies.put(
        "oslo.message as object not string",
        Payload.of("{\"oslo.version\": \"2.0\", \"oslo.message\": " + MESSAGE + "}"));
    bodies.put("oslo.message only (no version)", Payload.of("{\"oslo.message\": \"{}\"}"));
    bodies.put("body not JSON", Payload.of("hello"));
    bodies.put("body empty", Payload.EMPTY);
    bodies.put("body JSON list", Payload.of("[1]"));
    bodies.put("body JSON string", Payload.of("\"text\""));
    bodies.put("invalid UTF-8", Payload.owning(new byte[] {'"', (byte) 0xff, '"'}));
    bodies.put("NaN in JSON", changed("\"x\"", "NaN"));
    return bodies;
  }

  private static Payload v2(String version, String message) {
    return Payload.of(OsloDialectTest.envelope(version, message));
  }

  private static Payload changed(String was, String is) {
    return v2("\"2.0\"", MESSAGE.replace(was, is));
  }
}
