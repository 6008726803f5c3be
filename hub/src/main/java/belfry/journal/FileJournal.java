package belfry.journal;

import static java.util.Objects.requireNonNull;

import belfry.event.Entry;
import belfry.event.Event;
import belfry.event.JournalId;
import belfry.event.Position;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The journal on one machine: one directory of segment files, one partition.
 *
 * <p><b>Writing.</b> Whoever appends encodes blocks on their own thread ({@link Draft}) and waits;
 * the {@link Committer} gives out offsets, writes and forces once for all who wait. {@link
 * SpaceAhead} reserves space, so that a full disk shows before anything is written.
 *
 * <p><b>Reading.</b> A segment is blocks up to a durable end, open or sealed ({@link SegmentScan}).
 * Every reader has a file of its own, so nothing that happens to one hurts another, and a file that
 * was replaced or deleted meanwhile is read to the end of the poll and then left.
 *
 * <p><b>Afterwards.</b> {@link Maintenance} seals full segments and writes them again when entries
 * are to go: hidden first, for every reader at once, then a tombstone, at the same offset.
 *
 * <p><b>Opening.</b> Sealed segments are opened by their footer; only what is open is read ({@link
 * Recovery}). References: {@code docs/formats/journal.md}; the group commit of D. DeWitt et al.,
 * "Implementation Techniques for Main Memory Database Systems", 1984; fsync failures after A.
 * Rebello et al., "Can Applications Recover from fsync Failures?", USENIX ATC 2020.
 */
public final class FileJournal implements Journal {
  private static final int PARTITION = 0;
  private static final String LOCK = "lock";

  private final Disk disk;
  private final Identity identity;
  private final Segments segments;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Settings settings;
  private final Closeable lock;
  private final Committer committer;
  private final SpaceAhead ahead;
  private final Maintenance maintenance;
  private final long tornBytes;

  /**
   * How a journal is kept.
   *
   * @param segmentBytes a segment is full at this size; larger only for an append that needs it
   * @param reserveBytes how much space is reserved at once
   * @param pendingBytesMax more than this may not wait to be written
   * @param segmentAge a segment is ended at this age, so that retention can reach it
   * @param level of zstd in sealed segments, 1 to 19
   */
  public record Settings(
      int segmentBytes, int reserveBytes, int pendingBytesMax, Duration segmentAge, int level) {

    /** Smallest segment, in bytes. */
    public static final int SEGMENT_BYTES_MIN = 4096;

    /** Largest segment, in bytes. */
    public static final int SEGMENT_BYTES_MAX = 1 << 30;

    /** For a hub: 128 MiB segments, 8 MiB reserved at once, 32 MiB may wait, a day, level 1. */
    public static final Settings DEFAULT =
        new Settings(128 << 20, 8 << 20, 32 << 20, Duration.ofDays(1), 1);

    public Settings {
      if (segmentBytes < SEGMENT_BYTES_MIN || segmentBytes > SEGMENT_BYTES_MAX) {
        throw new IllegalArgumentException(
            "segmentBytes: "
                + segmentBytes
                + " (expected: "
                + SEGMENT_BYTES_MIN
                + " to "
                + SEGMENT_BYTES_MAX
                + ")");
      }
      if (reserveBytes < 1 || pendingBytesMax < 1) {
        throw new IllegalArgumentException(
            "reserveBytes, pendingBytesMax: "
                + reserveBytes
                + ", "
                + pendingBytesMax
                + " (expected: 1 or more)");
      }
      requireNonNull(segmentAge, "segmentAge");
    }

    public Settings withSegmentBytes(int bytes) {
      return new Settings(bytes, Math.min(reserveBytes, bytes), pendingBytesMax, segmentAge, level);
    }
  }

  /**
   * Opens the journal in a directory, or makes one.
   *
   * @param random of salts and ids: cryptographically strong, unless in a test
   * @throws IOException if another process has it open, it is of a newer version or of another
   *     kind, or it cannot be read
   */
  public static FileJournal open(
      Path home, PartitionKind kind, Settings settings, InstantSource clock, RandomGenerator random)
      throws IOException {
    return open(new RealDisk(), home, kind, settings, clock, random);
  }

  static FileJournal open(
      Disk disk,
      Path home,
      PartitionKind kind,
      Settings settings,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    disk.makeDirectory(home);
    String holder = "process " + ProcessHandle.current().pid() + " since " + clock.instant();
    Closeable lock = disk.lock(home.resolve(LOCK), holder);
    try {
      Optional<Identity> known = Identity.read(disk, home);
      if (known.isPresent() && known.get().kind() != kind) {
        throw new IOException(
            home
                + ": holds a journal of kind "
                + known.get().kind().text()
                + " (expected: "
                + kind.text()
                + ")");
      }
      Identity identity = known.isPresent() ? known.get() : Identity.make(kind, random);
      if (known.isEmpty()) {
        identity.write(disk, home);
      }
      return new FileJournal(
          disk,
          new Directory(disk, home, identity, random).open(settings),
          lock,
          settings,
          clock,
          random);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Begins a new incarnation in a directory that was restored from a backup, before it is opened:
   * positions and cursors given out before are refused from now on, because the same offsets will
   * be given to other events.
   */
  public static JournalId renew(Path home) throws IOException {
    return renew(new RealDisk(), home);
  }

  static JournalId renew(Disk disk, Path home) throws IOException {
    try (Closeable held = disk.lock(home.resolve(LOCK), "restore")) {
      requireNonNull(held);
      Identity next =
          Identity.read(disk, home)
              .orElseThrow(() -> new IOException(home + ": no journal (expected: one)"))
              .nextIncarnation();
      next.write(disk, home);
      return next.journal();
    }
  }

  private FileJournal(
      Disk disk,
      Directory.Opened opened,
      Closeable lock,
      Settings settings,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    this.disk = disk;
    this.lock = lock;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    identity = opened.identity();
    segments = opened.segments();
    tornBytes = opened.tornBytes();
    Path home = opened.home();
    maintenance = new Maintenance(disk, home, segments, settings.level(), random);
    ahead =
        new SpaceAhead(disk, home, settings.segmentBytes(), settings.reserveBytes(), this::fail);
    committer =
        new Committer(
            new Committer.Tools(home, identity, segments, ahead, clock, random),
            settings.pendingBytesMax(),
            full -> maintenance.sealLater());
    if (opened.active().isPresent()) {
      Directory.Active active = opened.active().get();
      committer.resume(active.file(), active.segment(), active.writePosition());
    } else {
      committer.begin(opened.end(), opened.newestMicros());
    }
    segments.advance(opened.end());
    ahead.start();
    committer.start(opened.newestMicros());
    maintenance.sealLater();
  }

  private void fail(IOException why) {
    committer.fail(why);
  }

  @Override
  public List<Position> append(List<Event> events) throws IOException, Busy {
    if (events.isEmpty()) {
      return List.of();
    }
    var append = new Append(Draft.of(events, random));
    committer.submit(append);
    return append.await();
  }

  @Override
  public Reader open(Position from) throws IOException, Expired {
    ensureOpen();
    ensurePartition(from.partition());
    if (from.offset() < segments.oldest()) {
      throw new Expired(from, new Position(PARTITION, segments.oldest()));
    }
    return new FileReader(disk, segments, from);
  }

  @Override
  public List<Entry> read(List<Position> positions) throws IOException {
    ensureOpen();
    return new PointReads(disk, segments).read(positions);
  }

  @Override
  public Position find(int partition, Instant recordedTime) throws IOException {
    ensureOpen();
    ensurePartition(partition);
    return new Position(partition, new PointReads(disk, segments).find(recordedTime));
  }

  @Override
  public List<Segment> segments(int partition) {
    ensurePartition(partition);
    return segments.summaries();
  }

  @Override
  public List<Partition> partitions() {
    return List.of(new Partition(PARTITION, segments.oldest(), segments.end()));
  }

  @Override
  public JournalId id() {
    return identity.journal();
  }

  public PartitionKind kind() {
    return identity.kind();
  }

  /**
   * Hides entries from every reader at once and makes tombstones of them on disk in the background.
   * The wish itself is the caller's to keep: after a restart, ask again for what may be unfinished;
   * to erase twice is to erase once.
   *
   * @see Health#hidden
   */
  public void erase(Collection<Position> positions) throws IOException {
    ensureOpen();
    boolean roll = false;
    for (Position position : positions) {
      ensurePartition(position.partition());
      if (position.offset() < segments.end() && position.offset() >= segments.oldest()) {
        segments.hide(position.offset());
        roll |= segments.last().holds(position.offset());
      }
    }
    if (roll) {
      committer.wantRoll();
    }
    maintenance.eraseLater();
  }

  /**
   * Forgets what the policy says, and returns when that is done. To be called from time to time.
   */
  public void retain(Retention policy) throws IOException {
    ensureOpen();
    Instant now = clock.instant();
    belfry.journal.Segment last = segments.last();
    Instant begun = RecordCursor.instant(last.end().oldestMicros());
    if (last.end().offset() > last.first() && begun.isBefore(now.minus(settings.segmentAge()))) {
      committer.wantRoll();
    }
    maintenance.retain(policy, now);
  }

  /** How the journal is; cheap enough to ask every second. */
  public Health health() throws IOException {
    var damaged = new ArrayList<Health.Damage>();
    long bytes = 0;
    int unsealed = 0;
    int count = 0;
    for (belfry.journal.Segment segment : segments.all()) {
      count++;
      unsealed += segment.isSealed() ? 0 : 1;
      bytes += segment.end().position();
      for (Lost lost : segment.lost()) {
        damaged.add(
            new Health.Damage(
                segment.name(),
                lost.position(),
                lost.bytes(),
                lost.first(),
                lost.end(),
                lost.reason()));
      }
    }
    Optional<Instant> oldest =
        segments.at(segments.oldest()).map(s -> RecordCursor.instant(s.end().oldestMicros()));
    Optional<String> readOnly =
        Optional.ofNullable(committer.failure()).map(why -> String.valueOf(why.getMessage()));
    return new Health(
        readOnly,
        damaged,
        tornBytes,
        bytes,
        count,
        unsealed,
        segments.hiddenCount(),
        oldest,
        segments.end());
  }

  /** Returns when sealing and erasing that was asked for before is done. */
  void awaitMaintenance() throws IOException {
    maintenance.await();
  }

  /** Ends the segment that is written; for tests. */
  void roll() {
    committer.wantRoll();
  }

  private void ensureOpen() throws IOException {
    if (segments.isClosed()) {
      throw new IOException("journal: closed (expected: open)");
    }
  }

  private static void ensurePartition(int partition) {
    if (partition != PARTITION) {
      throw new IllegalArgumentException("partition: " + partition + " (expected: 0)");
    }
  }

  @Override
  public void close() throws IOException {
    if (segments.isClosed()) {
      return;
    }
    try (lock) {
      committer.close();
      segments.close();
      maintenance.close();
      ahead.close();
    }
  }
}
