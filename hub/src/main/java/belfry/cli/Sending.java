package belfry.cli;

import belfry.cli.emit.Batch;
import belfry.cli.emit.Element;
import belfry.cli.emit.Elements;
import belfry.cli.shell.Answer;
import belfry.cli.shell.Failure;
import belfry.cli.shell.HubOptions;
import belfry.cli.shell.Shell;
import belfry.cli.shell.Text;
import belfry.cli.wire.HubClient;
import belfry.cli.wire.Reply;
import belfry.cli.wire.Request;
import belfry.cli.wire.Unreachable;
import belfry.format.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** Sends events in batches and counts what became of them. */
final class Sending {
  /** How often a busy hub is asked again for one batch. */
  static final int BUSY_TRIES = 30;

  private static final Duration BUSY_WAIT_MAX = Duration.ofSeconds(10);

  private final Shell shell;
  private final HubClient client;
  private final String target;
  private final Progress progress;
  private final Batch batch = new Batch();
  private long accepted;
  private long duplicates;
  private long refused;
  private long bytes;

  Sending(
      Shell shell, HubClient client, String dialect, Optional<String> project, Progress progress) {
    this.shell = shell;
    this.client = client;
    this.target =
        new Request.Target("/1.0/events/" + Request.encoded(dialect))
            .add("project", project)
            .toString();
    this.progress = progress;
  }

  long refused() {
    return refused;
  }

  String summary() {
    return "%s accepted, %s, %s refused"
        .formatted(
            Text.grouped(accepted), Text.counted(duplicates, "duplicate"), Text.grouped(refused));
  }

  /**
   * Sends all events of one input.
   *
   * @param name stands before the line in errors
   */
  void send(InputStream in, String name) throws IOException, Failure, InterruptedException {
    Elements elements = Elements.of(in);
    for (Optional<Element> next = elements.next(); next.isPresent(); next = elements.next()) {
      batch.add(next.get());
      bytes += next.get().bytes().size() + 1;
      // A pipe that pauses must not hold back what it has said: send before waiting for more.
      if (batch.full() || !elements.ready()) {
        flush(elements.shape(), name);
      }
    }
    flush(elements.shape(), name);
  }

  private void flush(Elements.Shape shape, String name) throws Failure, InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    Reply reply = post(Request.post(target, Batch.contentType(shape), batch.body(shape)));
    count(reply, name);
    batch.clear();
    progress.at(accepted + duplicates + refused, bytes);
  }

  private Reply post(Request request) throws Failure, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        Reply reply = client.send(request);
        boolean busy = reply.status() == 429 || reply.status() == 503;
        if (!busy || tries == BUSY_TRIES) {
          return reply;
        }
        Thread.sleep(wait(reply));
      } catch (Unreachable e) {
        throw Failure.unreachable(e.getMessage() + "; so far " + summary());
      } catch (IOException e) {
        throw Failure.unreachable(
            "the connection broke: " + Text.reason(e) + "; so far " + summary());
      }
    }
  }

  private static Duration wait(Reply reply) {
    try {
      Duration asked = Duration.ofSeconds(Long.parseLong(reply.header("retry-after").orElse("1")));
      return asked.compareTo(BUSY_WAIT_MAX) < 0 ? asked : BUSY_WAIT_MAX;
    } catch (NumberFormatException e) {
      return Duration.ofSeconds(1);
    }
  }

  private void count(Reply reply, String name) throws Failure {
    Optional<JsonValue> metadata = Answer.json(reply.body()).get("metadata");
    Optional<JsonValue> items = metadata.flatMap(m -> m.get("items")).filter(JsonValue::isArray);
    if (items.isEmpty() && !reply.ok()) {
      throw HubOptions.refused(reply);
    }
    accepted += metadata.map(m -> Answer.number(m, "accepted")).orElse(0L);
    duplicates += metadata.map(m -> Answer.number(m, "duplicates")).orElse(0L);
    for (JsonValue item : items.map(JsonValue::elements).orElseGet(java.util.List::of)) {
      String error = item.text("error");
      if (!error.isEmpty()) {
        refused++;
        progress.clear();
        int index = (int) Answer.number(item, "index");
        shell
            .err()
            .println(name + "line " + batch.line(index) + ": " + item.text("code") + " " + error);
      }
    }
  }
}
