package belfry.source.lxd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import belfry.event.Malformed;
import belfry.event.Payload;
import belfry.format.json.Json;
import belfry.format.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A question to the server's API on a line of its own, and its answer. */
final class Answer {
  /** Largest body of an answer. */
  static final int BODY_BYTES_MAX = 16 << 20;

  /** So much of a refusal is read for its text. */
  private static final int REFUSAL_BYTES_MAX = 4_096;

  private Answer() {}

  /**
   * The {@code metadata} of what a GET is answered. Asked in HTTP/1.0, so that the body is all that
   * comes, in one piece.
   *
   * @throws IOException if the server refuses, or the body is larger than {@link #BODY_BYTES_MAX}
   * @throws Malformed if it is no answer of LXD's
   */
  static JsonValue get(Line line, String host, String path) throws IOException, Malformed {
    line.write(
        ("GET " + path + " HTTP/1.0\r\nHost: " + host + "\r\nUser-Agent: belfry\r\n\r\n")
            .getBytes(ISO_8859_1));
    Head head = Head.read(line.in());
    if (head.status() != 200) {
      throw new IOException("GET " + path + ": " + refusal(head, line.in()));
    }
    byte[] body = line.in().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      throw new IOException(
          "GET " + path + ": a body over " + BODY_BYTES_MAX + " bytes (expected: less)");
    }
    return Json.parse(Payload.owning(body))
        .get("metadata")
        .orElseThrow(() -> new Malformed(0, "GET " + path + ": no metadata in the answer"));
  }

  /** The status and, as far as there is one, the text of an answer that is not what was hoped. */
  static String refusal(Head head, InputStream in) throws IOException {
    long size =
        head.header("content-length")
            .filter(text -> text.matches("\\d{1,9}"))
            .map(Long::valueOf)
            .orElse(0L);
    Payload body = Payload.owning(in.readNBytes((int) Math.min(size, REFUSAL_BYTES_MAX)));
    return head.status() + " " + error(body).orElse(body.text().strip());
  }

  private static Optional<String> error(Payload body) {
    try {
      return Optional.of(Json.parse(body).text("error")).filter(text -> !text.isEmpty());
    } catch (Malformed e) {
      return Optional.empty();
    }
  }
}
