package belfry.testing;

import belfry.event.Event;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.format.Raw;
import belfry.intake.Intake;
import belfry.intake.Projects;
import belfry.intake.Terms;
import belfry.journal.Busy;
import belfry.source.Source;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A source whose other side is a queue in memory: it keeps what was not acknowledged and gives it
 * again to the next run. Thread-safe.
 */
public final class MemorySource implements Source {
  private static final Terms TERMS =
      Terms.source("source/memory", PlainDialect.NAME, new Projects.Fixed(Event.DEFAULT_PROJECT));

  private final Deque<String> queue = new ArrayDeque<>();
  private final List<String> acknowledged = new ArrayList<>();
  private int given;
  private long number;

  public synchronized void send(List<String> events) {
    queue.addAll(events);
    notifyAll();
  }

  public synchronized List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  @Override
  public void run(Intake intake) throws IOException, Busy, InterruptedException {
    connected();
    while (true) {
      intake.accept(TERMS, next());
      acknowledge();
    }
  }

  private synchronized void connected() {
    given = 0;
  }

  private synchronized List<Raw> next() throws InterruptedException {
    while (queue.size() == given) {
      wait();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var raws = new ArrayList<Raw>();
    queue.stream()
        .skip(given)
        .limit(BATCH_ITEMS_MAX)
        .forEach(
            text ->
                raws.add(
                    new Raw(
                        Payload.of(text),
                        Origin.of("memory"),
                        Instant.EPOCH,
                        "fresh-" + number++,
                        0)));
    given += raws.size();
    return raws;
  }

  private synchronized void acknowledge() {
    for (; given > 0; given--) {
      acknowledged.add(queue.remove());
    }
  }
}
