package belfry.journal;

import belfry.event.Event;
import belfry.event.Position;
import belfry.testing.Samples;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Appends from several threads and prints what was acknowledged, until it is killed. */
final class KillTestWriter {
  private static final int THREADS = 4;

  private KillTestWriter() {}

  static FileJournal open(Path home) throws IOException {
    return FileJournal.open(
        home,
        PartitionKind.EVENT,
        Journals.SMALL.withSegmentBytes(64 << 10),
        InstantSource.system(),
        new Random());
  }

  public static void main(String[] args) throws Exception {
    FileJournal journal = open(Path.of(args[0]));
    int round = Integer.parseInt(args[1]);
    var number = new AtomicInteger(round * 1_000_000);
    for (int i = 0; i < THREADS; i++) {
      Thread.ofVirtual().start(() -> append(journal, number));
    }
    Thread.currentThread().join();
  }

  private static void append(FileJournal journal, AtomicInteger number) {
    PrintStream out = System.out;
    try {
      while (true) {
        List<Event> events = Samples.events(number.getAndAdd(3), 3);
        List<Position> positions = journal.append(events);
        var lines = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
          lines.append(positions.get(i).offset()).append(' ').append(events.get(i).id());
          lines.append(" .\n");
        }
        out.print(lines);
        out.flush();
      }
    } catch (IOException | Busy e) {
      throw new IllegalStateException(e);
    }
  }
}
