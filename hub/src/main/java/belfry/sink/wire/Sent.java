package belfry.sink.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import belfry.event.Payload;
import belfry.sink.Exchange;
import belfry.sink.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A request that was sent and its answer, to be shown. Of the request only those headers are shown
 * that cannot be secret or a signature, and nothing of the URL behind its host. What is hidden
 * there is hidden in the answer too, in case it is echoed.
 *
 * @param remote where to; empty if there was no connection
 * @param connected how long connecting took
 */
public record Sent(
    Request request, Payload body, Optional<Response> response, String remote, Duration connected) {
  private static final Set<String> SHOWN =
      Set.of(
          "host",
          "user-agent",
          "accept",
          "accept-encoding",
          "connection",
          "content-type",
          "content-length",
          "webhook-id",
          "webhook-timestamp",
          "webhook-request-origin",
          "webhook-request-rate");

  /** Shorter parts of something hidden are not looked for: they are in too many words. */
  private static final int PART_CHARS_MIN = 8;

  private static final int UTF8_BYTES_MAX = 4;

  /** With secrets masked. */
  public Exchange exchange() {
    var hidden = new ArrayList<String>();
    var head = new StringBuilder();
    request
        .head()
        .lines()
        .filter(line -> !line.isEmpty())
        .forEach(line -> show(line, head, hidden));
    return new Exchange(
        remote,
        connected,
        head.toString(),
        start(body),
        masked(response.map(Sent::head).orElse(""), hidden),
        masked(response.map(answer -> start(answer.body())).orElse(""), hidden));
  }

  private static void show(String line, StringBuilder head, List<String> hidden) {
    if (head.isEmpty()) {
      String[] words = line.split(" ", 3);
      hide(words[1], hidden);
      String target = words[1].equals("/") ? "/" : "/" + Secret.MASK;
      head.append(words[0]).append(' ').append(target).append(' ').append(words[2]);
    } else {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon);
      head.append('\n').append(name).append(": ");
      String value = line.substring(colon + 2);
      String lower = name.toLowerCase(Locale.ROOT);
      if (SHOWN.contains(lower) || lower.startsWith("ce-")) {
        head.append(value);
      } else {
        head.append(Secret.MASK);
        hide(value, hidden);
      }
    }
  }

  private static void hide(String text, List<String> hidden) {
    for (String part : text.split("[ /?&=,;]")) {
      if (part.length() >= PART_CHARS_MIN) {
        hidden.add(part);
      }
    }
  }

  private static String head(Response response) {
    return response.head().strip().replaceAll("(?im)^(set-cookie2?): .*$", "$1: " + Secret.MASK);
  }

  private static String masked(String text, List<String> hidden) {
    String shown = text;
    for (String secret : hidden) {
      shown = shown.replace(secret, Secret.MASK);
    }
    return shown;
  }

  private static String start(Payload body) {
    int bytes = Math.min(body.size(), UTF8_BYTES_MAX * Exchange.BODY_CHARS_MAX);
    return UTF_8.decode(body.buffer().limit(bytes)).toString();
  }
}
