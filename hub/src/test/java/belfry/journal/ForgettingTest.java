package belfry.journal;

import static org.assertj.core.api.Assertions.assertThat;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.Payload;
import belfry.event.Position;
import belfry.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Erasure and retention: what must go goes, what must stay stays where it was. */
class ForgettingTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final FaultyDisk disk = new FaultyDisk();
  private FileJournal journal;

  @BeforeEach
  void open() throws Exception {
    InstantSource clock = now::get;
    journal =
        FileJournal.open(
            disk, Journals.HOME, PartitionKind.EVENT, Journals.SMALL, clock, new Random(1));
  }

  @AfterEach
  void close() throws Exception {
    journal.close();
  }

  @Test
  void erasedEntriesAreHiddenAtOnceAndGoneFromDiskSoon() throws Exception {
    Event secret = Samples.event(0).toBuilder().data(Payload.of("UNIQUE-PERSONAL-DATA")).build();
    List<Position> before = journal.append(Samples.events(1, 20));
    Position erased = journal.append(List.of(secret)).getFirst();
    List<Position> after = journal.append(Samples.events(21, 20));
    Map<Long, Payload> commitments = commitments();

    journal.erase(List.of(erased));

    assertThat(journal.read(List.of(erased))).isEmpty();
    var expected = new ArrayList<>(before);
    expected.addAll(after);
    assertThat(Journals.readAll(journal).entries())
        .extracting(Entry::position)
        .containsExactlyElementsOf(expected);
    awaitErased();
    assertThat(onDisk("UNIQUE-PERSONAL-DATA")).isFalse();
    assertThat(commitments()).as("every commitment is as it was").isEqualTo(commitments);
    reopen();
    assertThat(Journals.readAll(journal).entries())
        .extracting(Entry::position)
        .containsExactlyElementsOf(expected);
    assertThat(journal.health().damaged()).isEmpty();
  }

  @Test
  void erasingInASealedSegmentMovesNoPosition() throws Exception {
    fill(0, 200);
    seal();
    List<Entry> all = Journals.readAll(journal).entries();
    var erased = new ArrayList<Position>();
    for (int i = 3; i < all.size(); i += 7) {
      erased.add(all.get(i).position());
    }
    journal.erase(erased);
    awaitErased();
    reopen();
    assertThat(Journals.readAll(journal).entries())
        .containsExactlyElementsOf(
            all.stream().filter(entry -> !erased.contains(entry.position())).toList());
  }

  @Test
  void aSegmentIsDeletedWhenAllOfItIsTooOld() throws Exception {
    fill(0, 200);
    seal();
    now.set(START.plus(Duration.ofDays(10)));
    List<Position> young = journal.append(Samples.events(200, 5));
    journal.retain(Retention.FOREVER.withAge(Duration.ofDays(11)));
    assertThat(journal.partitions().getFirst().oldest()).isZero();
    journal.retain(Retention.FOREVER.withAge(Duration.ofDays(9)));
    assertThat(Journals.readAll(journal).entries())
        .extracting(Entry::position)
        .containsExactlyElementsOf(young);
    reopen();
    assertThat(journal.partitions().getFirst().oldest()).isEqualTo(young.getFirst().offset());
  }

  @Test
  void theOldestSegmentsAreDeletedUntilTheRestIsSmallEnough() throws Exception {
    fill(0, 400);
    seal();
    long bytes = journal.health().bytes();
    journal.retain(Retention.FOREVER.withBytes(bytes / 2));
    assertThat(journal.health().bytes()).isLessThan(bytes);
    List<Entry> left = Journals.readAll(journal).entries();
    assertThat(left).isNotEmpty().hasSizeLessThan(400);
    assertThat(left.getLast().event().id()).isEqualTo("id-399");
  }

  @Test
  void aProjectIsForgottenAndTheOthersStayWhereTheyWere() throws Exception {
    fill(0, 200);
    seal();
    List<Entry> all = Journals.readAll(journal).entries();
    now.set(START.plus(Duration.ofDays(10)));
    journal.retain(
        Retention.FOREVER.withProjects(
            Map.of("project-1", Duration.ofDays(5), "project-2", Duration.ofDays(20))));
    assertThat(Journals.readAll(journal).entries())
        .containsExactlyElementsOf(
            all.stream().filter(e -> !e.event().project().equals("project-1")).toList());
    assertThat(journal.segments(0))
        .allSatisfy(s -> assertThat(s.projects().orElseThrow()).doesNotContain("project-1"));
  }

  @Test
  void whatIsUnderLegalHoldStays() throws Exception {
    fill(0, 200);
    seal();
    now.set(START.plus(Duration.ofDays(10)));
    journal.retain(
        Retention.FOREVER
            .withAge(Duration.ofDays(1))
            .withProjects(Map.of("project-0", Duration.ofDays(1)))
            .withHold(event -> event.id().equals("id-0")));
    assertThat(Journals.readAll(journal).entries())
        .filteredOn(e -> e.event().project().equals("project-0"))
        .extracting(e -> e.event().id())
        .containsExactly("id-0");
  }

  @Test
  void anOldSegmentIsEndedSoThatRetentionCanReachIt() throws Exception {
    journal.append(Samples.events(0, 3));
    now.set(START.plus(Duration.ofDays(10)));
    Awaitility.await()
        .until(
            () -> {
              journal.retain(Retention.FOREVER.withAge(Duration.ofDays(2)));
              return journal.partitions().getFirst().oldest() == 3;
            });
  }

  @Test
  void aReaderGoesOnWhileItsSegmentIsSealedAndWrittenAgain() throws Exception {
    fill(0, 300);
    try (Reader reader = journal.open(new Position(0, 0))) {
      List<Entry> first = reader.poll(10, Duration.ZERO);
      assertThat(first).hasSize(10);
      seal();
      journal.erase(List.of(new Position(0, 12)));
      awaitErased();
      var rest = new ArrayList<Long>();
      for (var some = reader.poll(50, Duration.ZERO);
          !some.isEmpty();
          some = reader.poll(50, Duration.ZERO)) {
        some.forEach(entry -> rest.add(entry.position().offset()));
      }
      assertThat(rest).hasSize(289).startsWith(10L, 11L, 13L).isSorted();
    }
  }

  @Test
  void sealingNeverTouchesTheSegmentThatIsWritten() throws Exception {
    int count = 3000;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing = threads.submit(() -> fill(count));
      while (!writing.isDone()) {
        journal.retain(Retention.FOREVER);
      }
      writing.get();
    }
    assertThat(Journals.readAll(journal).offsets()).hasSize(count);
    reopen();
    assertThat(Journals.readAll(journal).offsets()).hasSize(count);
  }

  private Void fill(int count) throws Exception {
    fill(0, count);
    return null;
  }

  @Test
  void summariesSayWhatASegmentHolds() throws Exception {
    fill(0, 100);
    seal();
    List<Journal.Segment> segments = journal.segments(0);
    assertThat(segments).isNotEmpty();
    long next = 0;
    for (Journal.Segment segment : segments) {
      assertThat(segment.first()).isEqualTo(next);
      next = segment.end();
      for (long offset = segment.first(); offset < segment.end(); offset++) {
        Event event = Samples.event((int) offset);
        assertThat(segment.types().orElseThrow()).contains(event.type());
        assertThat(segment.sources().orElseThrow()).contains(event.source());
        assertThat(segment.projects().orElseThrow()).contains(event.project());
      }
    }
    assertThat(next).isEqualTo(100);
  }

  @Test
  void tooManyNamesAreNotListed() throws Exception {
    for (int names : List.of(Summary.NAMES_MAX, Summary.NAMES_MAX + 1)) {
      var summary = new Summary.Names();
      for (int i = 0; i < names; i++) {
        summary.add("name-" + i);
      }
      assertThat(summary.found().isPresent()).isEqualTo(names == Summary.NAMES_MAX);
    }
  }

  private void fill(int from, int count) throws Exception {
    for (int i = from; i < from + count; i += 5) {
      journal.append(Samples.events(i, 5));
    }
  }

  /** Ends the segment that is written and waits until everything else is sealed. */
  private void seal() {
    journal.roll();
    Awaitility.await()
        .until(
            () -> {
              journal.awaitMaintenance();
              Health health = journal.health();
              return health.unsealed() == 1 && health.end() == journal.segments(0).getLast().end();
            });
  }

  private void awaitErased() {
    Awaitility.await().until(() -> journal.health().hidden() == 0);
  }

  private void reopen() throws Exception {
    journal.close();
    open();
  }

  private boolean onDisk(String text) throws Exception {
    for (String name : disk.list(Journals.HOME)) {
      Path path = Journals.HOME.resolve(name);
      if (new String(disk.bytes(path), StandardCharsets.ISO_8859_1).contains(text)) {
        return true;
      }
    }
    return false;
  }

  /** Of every record, tombstones included, straight from the files. */
  private Map<Long, Payload> commitments() throws Exception {
    var found = new TreeMap<Long, Payload>();
    var commitment = new Commitment();
    FaultyDisk copy = disk.copy();
    var directory =
        new Directory(
            copy, Journals.HOME, Identity.read(copy, Journals.HOME).orElseThrow(), new Random(2));
    for (Segment segment : directory.open(Journals.SMALL).segments().all()) {
      try (var scan = new SegmentScan(copy, segment, SegmentScan.READ_AHEAD)) {
        for (var block = scan.next(); block.isPresent(); block = scan.next()) {
          var records = new RecordCursor(block.get());
          while (records.next()) {
            found.put(records.offset(), Payload.copyOf(records.commitment(commitment).toBytes()));
          }
        }
      }
    }
    return found;
  }
}
