package belfry.index;

import belfry.feed.FeedReader;
import belfry.feed.Reading;
import belfry.journal.Expired;
import belfry.metrics.Counter;
import belfry.os.Priority;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads the feed and decodes what it gives on a thread of its own, a few batches ahead, so that
 * adding is all that the indexer's thread has to do. A reading keeps what was decoded.
 */
final class ReadAhead implements AutoCloseable {
  private static final int BATCH_MAX = 1000;

  /** Enough that neither thread waits because the other one was not given a processor. */
  private static final int BATCHES_MAX = 4;

  private static final System.Logger LOG = System.getLogger(ReadAhead.class.getName());

  private final FeedReader reader;
  private final Counter unreadable;
  private final Duration quiet;
  private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(BATCHES_MAX);
  private final Thread thread;
  private volatile boolean closed;
  private SortedMap<Integer, Long> taken;

  /** What the reading thread hands over. */
  sealed interface Step {}

  /**
   * What was read at once, decoded.
   *
   * @param next the first offset of each partition that was not read
   */
  record Batch(List<Reading> readings, SortedMap<Integer, Long> next) implements Step {}

  record Overtaken(Expired expired) implements Step {}

  record Broken(RuntimeException bug) implements Step {}

  /**
   * Begins to read.
   *
   * @param reader used by nobody else from now on; to be closed after this
   * @param unreadable counts when the journal could not be read
   * @param quiet how long to wait for entries at once, at most
   */
  ReadAhead(FeedReader reader, Counter unreadable, Duration quiet) {
    this.reader = reader;
    this.unreadable = unreadable;
    this.quiet = quiet;
    taken = reader.next();
    thread = Priority.BACKGROUND.threads("index-read-ahead").newThread(this::run);
    thread.start();
  }

  private void run() {
    SortedMap<Integer, Long> told = new TreeMap<>();
    try {
      while (!closed) {
        List<Reading> readings = poll();
        SortedMap<Integer, Long> next = reader.next();
        if (!next.equals(told)) {
          readings.forEach(Reading::audit);
          put(new Batch(readings, next));
          told = next;
        }
      }
    } catch (Expired e) {
      put(new Overtaken(e));
    } catch (RuntimeException e) {
      put(new Broken(e));
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "reading ahead interrupted");
    }
  }

  /** What is damaged in the journal is passed over; the journal reports it. */
  private List<Reading> poll() throws Expired, InterruptedException {
    try {
      return reader.poll(BATCH_MAX, quiet);
    } catch (IOException e) {
      unreadable.add();
      LOG.log(System.Logger.Level.WARNING, "journal unreadable for the index: " + e.getMessage());
      return List.of();
    }
  }

  private void put(Step step) {
    try {
      while (!closed && !steps.offer(step, quiet.toMillis(), TimeUnit.MILLISECONDS)) {
        // the indexer is busy: wait on, unless it has left
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The next batch; an empty one if there is none within {@code quiet}.
   *
   * @throws Expired if retention was faster
   * @throws RuntimeException if reading or decoding failed by a bug of ours
   */
  Batch take() throws Expired, InterruptedException {
    Step step = steps.poll(quiet.toMillis(), TimeUnit.MILLISECONDS);
    return switch (step) {
      case null -> new Batch(List.of(), taken);
      case Batch batch -> {
        taken = batch.next();
        yield batch;
      }
      case Overtaken(Expired expired) -> throw expired;
      case Broken(RuntimeException bug) -> throw bug;
    };
  }

  /** Ends reading; what was read and not taken is forgotten. Gives up waiting when interrupted. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
