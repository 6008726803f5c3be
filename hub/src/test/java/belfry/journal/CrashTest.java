package belfry.journal;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Position;
import belfry.testing.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The machine goes off at any step, again and again. {@code -Dbelfry.crash.seeds=N} for more than a
 * few.
 */
class CrashTest {
  private static final int SEEDS = Integer.getInteger("belfry.crash.seeds", 50);
  private static final int CRASHES = 6;

  @Test
  void nothingAcknowledgedIsLostAndNothingIsThereTwice() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      new Run(seed).run();
    }
  }

  /** One seed: a disk that lives through several crashes. */
  private static final class Run {
    private final long seed;
    private final Random random;
    private final Map<Long, Event> acknowledged = new TreeMap<>();
    private final List<Set<String>> appends = new ArrayList<>();
    private FaultyDisk disk = new FaultyDisk();
    private int number;

    Run(long seed) {
      this.seed = seed;
      random = new Random(seed);
    }

    void run() throws Exception {
      for (int crash = 0; crash < CRASHES; crash++) {
        disk.crashAfter(random.nextInt(150));
        try (FileJournal journal = Journals.open(disk, random.nextLong())) {
          verify(journal);
          while (true) {
            append(journal);
          }
        } catch (IOException e) {
          assertThat(disk.isCrashed()).as("seed %d: %s", seed, e).isTrue();
        }
        disk = disk.afterCrash(random);
      }
      try (FileJournal journal = Journals.open(disk, random.nextLong())) {
        verify(journal);
        append(journal);
        verify(journal);
      }
    }

    private void append(FileJournal journal) throws IOException, Busy {
      List<Event> events = Samples.events(number, 1 + random.nextInt(random.nextInt(9) + 1));
      number += events.size();
      var ids = new TreeSet<String>();
      events.forEach(event -> ids.add(event.id()));
      appends.add(ids);
      List<Position> positions = journal.append(events);
      for (int i = 0; i < events.size(); i++) {
        acknowledged.put(positions.get(i).offset(), events.get(i));
      }
    }

    private void verify(FileJournal journal) throws Exception {
      Journals.Content content = Journals.readAll(journal);
      String as = "seed " + seed + ", after " + number + " events";
      assertThat(content.damage()).as(as).isEmpty();
      var found = new TreeMap<Long, Event>();
      for (Entry entry : content.entries()) {
        found.put(entry.position().offset(), entry.event());
      }
      assertThat(content.offsets()).as(as).isSorted().doesNotHaveDuplicates();
      assertThat(found).as(as).containsAllEntriesOf(acknowledged);
      var ids = new HashSet<String>();
      content.entries().forEach(entry -> assertThat(ids.add(entry.event().id())).as(as).isTrue());
      for (Set<String> append : appends) {
        assertThat(append.stream().filter(ids::contains).count())
            .as(as + ": an append is there whole or not at all")
            .isIn(0L, (long) append.size());
      }
      acknowledged.putAll(found); // it was read, so it must stay
    }
  }
}
