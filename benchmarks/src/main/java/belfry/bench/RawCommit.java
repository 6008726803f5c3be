package belfry.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The floor: the same bytes through the plainest group commit on the same disk, without HTTP,
 * parsing, duplicates or index. Writers queue behind one lock; whoever holds it forces for all that
 * wrote before.
 */
final class RawCommit {
  private static final long PREALLOCATED = 1L << 30;

  private RawCommit() {}

  static double perSecond(Path folder, int threads, int batch, double seconds)
      throws IOException, InterruptedException {
    byte[] body = new Events(1).batch("raw", batch);
    var written = new AtomicLong();
    var forced = new AtomicLong();
    var events = new AtomicLong();
    var lock = new Object();
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("raw.log"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      preallocate(file);
      long start = System.nanoTime();
      long end = start + (long) (seconds * 1e9);
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        writers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        while (System.nanoTime() < end) {
                          append(file, body, written, forced, lock);
                          events.addAndGet(batch);
                        }
                      } catch (IOException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
      }
      for (Thread writer : writers) {
        writer.join();
      }
      return events.get() / ((System.nanoTime() - start) / 1e9);
    }
  }

  private static void append(
      FileChannel file, byte[] body, AtomicLong written, AtomicLong forced, Object lock)
      throws IOException {
    long mine = written.getAndAdd(body.length);
    file.write(ByteBuffer.wrap(body), mine % PREALLOCATED);
    synchronized (lock) {
      if (forced.get() < mine + body.length) {
        long upTo = written.get();
        file.force(false);
        forced.set(upTo);
      }
    }
  }

  private static void preallocate(FileChannel file) throws IOException {
    var zeros = ByteBuffer.allocate(1 << 20);
    for (long at = 0; at < PREALLOCATED; at += zeros.capacity()) {
      zeros.clear();
      file.write(zeros, at);
    }
    file.force(true);
  }
}
