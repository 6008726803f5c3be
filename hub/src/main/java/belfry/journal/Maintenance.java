package belfry.journal;

import belfry.event.Event;
import belfry.os.Priority;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What happens to segments after they were written: sealing, erasing, forgetting. One platform
 * thread, one task at a time, never interrupted: it looks at a flag between blocks.
 */
final class Maintenance {
  private static final Logger LOG = System.getLogger(Maintenance.class.getName());

  private final Disk disk;
  private final Segments segments;
  private final Sealer sealer;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Priority.HOUSEKEEPING.threads("journal-maintenance"));
  private volatile boolean closed;

  Maintenance(Disk disk, Path home, Segments segments, int level, RandomGenerator random) {
    this.disk = disk;
    this.segments = segments;
    sealer = new Sealer(disk, home, level, random, () -> closed);
  }

  private interface Task {
    void run() throws IOException;
  }

  /** Does it some time; a failure is logged, and the next task of the kind tries again. */
  private void later(String what, Task task) {
    try {
      thread.execute(
          () -> {
            try {
              runUnlessClosed(task);
            } catch (IOException e) {
              LOG.log(Level.WARNING, "journal maintenance failed, will retry: " + what, e);
            }
          });
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: it will be done after the next start.
    }
  }

  private void runUnlessClosed(Task task) throws IOException {
    if (!closed) {
      task.run();
    }
  }

  /** Does it after what was asked for before, and returns when it is done. */
  private void now(Task task) throws IOException {
    try {
      await(
          thread.submit(
              () -> {
                runUnlessClosed(task);
                return null;
              }));
    } catch (RejectedExecutionException e) {
      throw new IOException("journal: closed (expected: open)", e);
    }
  }

  /** Seals every full segment that is not sealed yet, this one and those that failed before. */
  void sealLater() {
    later("seal", this::sealAll);
  }

  /** Makes tombstones of what is hidden, wherever it is sealed already. */
  void eraseLater() {
    later("erase", this::eraseHidden);
  }

  /** Applies a retention and returns when it is done. */
  void retain(Retention policy, Instant now) throws IOException {
    now(() -> retainNow(policy, now));
  }

  /** Returns when everything that was asked for before is done. */
  void await() throws IOException {
    now(() -> {});
  }

  private static void await(Future<?> task) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void sealAll() throws IOException {
    for (Segment segment : List.copyOf(segments.all())) {
      if (segment.isComplete() && !segment.isSealed() && !closed) {
        replace(segment, hiddenIn(segment), Sealer.Goner.NOBODY);
      }
    }
  }

  private void eraseHidden() throws IOException {
    for (Segment segment : List.copyOf(segments.all())) {
      Set<Long> hidden = hiddenIn(segment);
      if (segment.isSealed() && !hidden.isEmpty() && !closed) {
        replace(segment, hidden, Sealer.Goner.NOBODY);
      }
    }
  }

  private Set<Long> hiddenIn(Segment segment) {
    var found = new java.util.HashSet<Long>();
    for (long offset : segments.hidden()) {
      if (segment.holds(offset)) {
        found.add(offset);
      }
    }
    return found;
  }

  /** Writes a segment again, puts it in the place of the old one, and only then unhides. */
  private void replace(Segment old, Set<Long> hidden, Sealer.Goner goner) throws IOException {
    Sealer.Goner gone =
        (offset, micros, event) -> hidden.contains(offset) || goner.isGone(offset, micros, event);
    Optional<Segment> made = sealer.seal(old, gone);
    if (made.isPresent()) {
      segments.put(made.get());
      segments.unhide(hidden);
      if (!old.isSealed()) {
        disk.delete(old.path());
      }
    }
  }

  private void retainNow(Retention policy, Instant now) throws IOException {
    sealAll();
    Predicate<Event> hold = policy.hold().orElse(event -> false);
    long bytes = bytes();
    for (Segment segment : List.copyOf(segments.all())) {
      boolean tooOld = policy.age().filter(age -> isOlder(segment, now, age)).isPresent();
      boolean tooMuch = policy.bytes().isPresent() && bytes > policy.bytes().getAsLong();
      if (!segment.isSealed() || !(tooOld || tooMuch)) {
        break;
      }
      if (!policy.isReadTo(segment.end().offset())) {
        break;
      }
      if (policy.hold().isPresent() && holdsAny(segment, hold)) {
        break;
      }
      bytes -= size(segment);
      segments.remove(segment);
      segments.unhide(hiddenIn(segment));
      disk.delete(segment.path());
    }
    for (Segment segment : List.copyOf(segments.all())) {
      forgetProjects(segment, policy, now);
    }
  }

  private static boolean isOlder(Segment segment, Instant now, Duration age) {
    return segment.newest().isBefore(now.minus(age));
  }

  private void forgetProjects(Segment segment, Retention policy, Instant now) throws IOException {
    var projects = new ArrayList<String>();
    for (Map.Entry<String, Duration> project : policy.projects().entrySet()) {
      if (isOlder(segment, now, project.getValue()) && mayHold(segment, project.getKey())) {
        projects.add(project.getKey());
      }
    }
    Predicate<Event> hold = policy.hold().orElse(event -> false);
    boolean read = policy.isReadTo(segment.end().offset());
    if (!segment.isSealed() || projects.isEmpty() || !read || closed) {
      return;
    }
    Predicate<Event> gone = event -> projects.contains(event.project()) && !hold.test(event);
    if (holdsAny(segment, gone)) {
      replace(segment, hiddenIn(segment), (offset, micros, event) -> gone.test(event));
    }
  }

  private static boolean mayHold(Segment segment, String project) {
    return segment
        .footer()
        .flatMap(footer -> footer.summary().projects())
        .map(names -> names.contains(project))
        .orElse(true);
  }

  private boolean holdsAny(Segment segment, Predicate<Event> wanted) throws IOException {
    var decoder = new EventDecoder();
    try (var scan = new SegmentScan(disk, segment, SegmentScan.READ_AHEAD)) {
      Optional<Block> block = scan.next();
      while (block.isPresent() && !closed) {
        var records = new RecordCursor(block.get());
        while (records.next()) {
          if (!records.isTombstone() && wanted.test(decoder.decode(records))) {
            return true;
          }
        }
        block = scan.next();
      }
      return false;
    }
  }

  private long bytes() throws IOException {
    long sum = 0;
    for (Segment segment : segments.all()) {
      sum += size(segment);
    }
    return sum;
  }

  private long size(Segment segment) throws IOException {
    try (Disk.File file = disk.open(segment.path())) {
      return file.size();
    }
  }

  /** Lets the current task stop at its next block and waits for it. */
  void close() {
    closed = true;
    thread.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
