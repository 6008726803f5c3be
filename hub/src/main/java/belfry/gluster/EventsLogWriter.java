package belfry.gluster;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import belfry.event.Cursor;
import belfry.event.Entry;
import belfry.event.InvalidCursor;
import belfry.event.JournalId;
import belfry.feed.Reading;
import belfry.filter.Filter;
import belfry.filter.InvalidFilter;
import belfry.filter.View;
import belfry.format.gluster.DaemonLog;
import belfry.tail.Start;
import belfry.tail.Tail;
import belfry.tail.TailEnded;
import belfry.tail.Tails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Writes {@code events.log} as glustereventsd does: a reader of the journal, whose position is kept
 * beside it. What was journaled while the file could not be written is written later; after a crash
 * the last lines may come twice.
 */
final class EventsLogWriter implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EventsLogWriter.class.getName());
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final int BATCH_MAX = 1_000;
  private static final String DATAGRAMS = "system = gluster or type = belfry.malformed";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS", Locale.ROOT);

  private final Plan plan;
  private final Tails tails;
  private final JournalId journal;
  private final Supplier<Wanted> wanted;
  private final EventsLog log;
  private final Thread thread;
  private volatile boolean closed;
  private String failure = "";

  /**
   * Where and how.
   *
   * @param log the file itself
   * @param position where the reader's position is kept
   * @param zone of the times in it
   */
  record Plan(Path log, Path position, ZoneId zone) {}

  /**
   * What is written.
   *
   * @param level the least
   * @param events whether events are, or only what is wrong
   */
  record Wanted(LogLevel level, boolean events) {
    boolean wants(DaemonLog.Line line) {
      return level.lets(LogLevel.of(line.level()))
          && (events || !line.level().equals(LogLevel.INFO.name()));
    }
  }

  private EventsLogWriter(Plan plan, Tails tails, JournalId journal, Supplier<Wanted> wanted)
      throws IOException {
    this.plan = plan;
    this.tails = tails;
    this.journal = journal;
    this.wanted = wanted;
    log = new EventsLog(plan.log());
    Tail first = open(kept());
    thread = Thread.ofPlatform().daemon().name("gluster-events-log").unstarted(() -> run(first));
  }

  /** Starts a thread that writes what is missing, and what is journaled until this is closed. */
  static EventsLogWriter start(Plan plan, Tails tails, JournalId journal, Supplier<Wanted> wanted)
      throws IOException {
    var writer = new EventsLogWriter(plan, tails, journal, wanted);
    writer.thread.start();
    return writer;
  }

  private Tail open(Start start) throws IOException {
    return tails.open(View.ALL, datagrams(), start);
  }

  private void run(Tail first) {
    try {
      Cursor behind = follow(first);
      while (!closed) {
        behind = follow(open(new Start.At(behind)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.log(ERROR, "events log ended file=" + plan.log(), e);
    }
  }

  private static Filter datagrams() {
    try {
      return Filter.standing(DATAGRAMS);
    } catch (InvalidFilter e) {
      throw new IllegalStateException(DATAGRAMS, e);
    }
  }

  /** Follows a reader to its end; returns where the next one begins. */
  private Cursor follow(Tail tail) throws InterruptedException {
    try (tail) {
      while (!closed) {
        List<Reading> batch = tail.poll(BATCH_MAX, WAIT);
        if (!batch.isEmpty()) {
          write(text(batch), tail.cursor());
        }
      }
      return tail.cursor();
    } catch (TailEnded e) {
      if (e.reason() == TailEnded.Reason.STOPPING) {
        closed = true;
      } else {
        LOG.log(WARNING, "events log lost its place reason=" + e.reason());
      }
      return e.cursor();
    }
  }

  private String text(List<Reading> batch) {
    Wanted now = wanted.get();
    var text = new StringBuilder();
    for (Reading reading : batch) {
      Entry entry = reading.entry();
      for (DaemonLog.Line line : DaemonLog.lines(entry.event())) {
        if (now.wants(line)) {
          text.append('[').append(TIME.format(entry.recordedTime().atZone(plan.zone())));
          text.append("] ").append(line.level()).append(" [").append(line.place());
          text.append("] - ").append(line.text()).append('\n');
        }
      }
    }
    return text.toString();
  }

  /** Tries until it is written; what cannot be written stays in the journal. */
  private void write(String text, Cursor behind) {
    while (true) {
      try {
        if (!text.isEmpty()) {
          log.append(text);
        }
        keep(behind);
        failure = "";
        return;
      } catch (IOException e) {
        if (!failure.equals(e.toString())) {
          failure = e.toString();
          LOG.log(WARNING, "events log not written file=" + plan.log() + " error=" + e);
        }
      }
      if (closed) {
        return;
      }
      LockSupport.parkNanos(AFTER_FAILURE.toNanos());
    }
  }

  private void keep(Cursor behind) throws IOException {
    Path next = plan.position().resolveSibling(plan.position().getFileName() + ".tmp");
    Files.writeString(next, behind.encoded() + "\n");
    Files.move(next, plan.position(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Where it stood when the hub ended; now, if it never ran or the journal is another. */
  private Start kept() {
    try {
      if (Files.exists(plan.position())) {
        String text = Files.readString(plan.position()).strip();
        return new Start.At(Cursor.decode(text, journal));
      }
    } catch (IOException | InvalidCursor e) {
      LOG.log(WARNING, "events log begins anew file=" + plan.log() + " error=" + e.getMessage());
    }
    return new Start.Now();
  }

  /** Writes what was read, then ends. */
  @Override
  public void close() throws IOException {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.close();
  }
}
