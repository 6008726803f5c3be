package belfry.index;

import belfry.event.JournalId;
import belfry.event.Position;
import belfry.feed.Reading;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.search.IndexSearcher;

/**
 * The index on disk: Lucene directories that are thrown away and made again.
 *
 * <p>Design: a directory's name says what is in it, {@code v<layout>.<facets>}: the layout of this
 * package and the version of the decoders that read the facets out of the bytes. When only the
 * decoders are newer than what is on disk, the old directory goes on answering while the new one is
 * built beside it, and is dropped when the new one has caught up with it. When the layout is newer,
 * or files are damaged or gone, building starts from nothing, and searches say that they are
 * partial until it is done. {@code docs/adr/0007-index-layout.md}.
 *
 * <p>One thread adds, expires and rebuilds; another may refresh meanwhile, which also commits now
 * and then; any number search.
 */
public final class LuceneIndex implements Index {
  /** Version of what this package writes; more when an older directory cannot be searched. */
  public static final int LAYOUT = 4;

  private static final System.Logger LOG = System.getLogger(LuceneIndex.class.getName());
  private static final Pattern NAME = Pattern.compile("v(\\d{1,9})\\.(\\d{1,9})");

  /** Most clauses of one query. A filter is bounded by its length, which allows fewer. */
  private static final int CLAUSES_MAX = 1 << 17;

  static {
    IndexSearcher.setMaxClauseCount(CLAUSES_MAX);
  }

  private final Path home;
  private final Path current;
  private final JournalId journal;
  private final ReentrantLock refreshes = new ReentrantLock();
  private final Condition refreshed = refreshes.newCondition();
  private volatile Generation serving;
  private volatile Generation building;
  private volatile boolean suspect;

  private LuceneIndex(Path home, int facets, JournalId journal) throws IOException {
    this.home = home;
    this.journal = journal;
    current = home.resolve("v" + LAYOUT + "." + facets);
    building = openOrMake();
    serving = older(facets).orElse(building);
    if (serving == building) {
      dropOthers();
    }
  }

  /**
   * Opens the index below a directory, or begins a new one there.
   *
   * @param home {@code index} in the data directory
   * @param facets version of the decoders; see {@link belfry.event.Event#decoderVersion}
   * @param journal what it is an index of; one of another journal is thrown away
   */
  public static LuceneIndex open(Path home, int facets, JournalId journal) throws IOException {
    Files.createDirectories(home);
    return new LuceneIndex(home, facets, journal);
  }

  private Generation openOrMake() throws IOException {
    try {
      return Generation.open(current, journal);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "index unusable, building it again: " + e.getMessage());
      delete(current);
      return Generation.open(current, journal);
    }
  }

  /** The newest directory of this layout and older decoders, if the current one is behind it. */
  private Optional<Generation> older(int facets) throws IOException {
    List<Path> candidates =
        directories().stream()
            .filter(path -> layout(path) == LAYOUT && facets(path) < facets)
            .sorted(Comparator.comparingInt(LuceneIndex::facets).reversed())
            .toList();
    for (Path path : candidates) {
      try {
        Generation old = Generation.open(path, journal);
        if (isBehind(building, old)) {
          return Optional.of(old);
        }
        old.abandon();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.INFO, "older index unusable: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static boolean isBehind(Generation one, Generation other) {
    return other.next().entrySet().stream()
        .anyMatch(next -> one.next(next.getKey()) < next.getValue());
  }

  private List<Path> directories() throws IOException {
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(home, "v*")) {
      paths.forEach(found::add);
    }
    return found;
  }

  private static int layout(Path path) {
    return number(path, 1);
  }

  private static int facets(Path path) {
    return number(path, 2);
  }

  private static int number(Path path, int group) {
    Matcher matcher = NAME.matcher(path.getFileName().toString());
    return matcher.matches() ? Integer.parseInt(matcher.group(group)) : -1;
  }

  private void dropOthers() throws IOException {
    for (Path path : directories()) {
      if (!path.equals(current)) {
        delete(path);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      // Somebody else deletes it, which is as well.
    }
  }

  @Override
  public long next(int partition) {
    return building.next(partition);
  }

  @Override
  public void add(List<Reading> readings) throws IOException {
    building.add(readings);
    if (serving != building && !isBehind(building, serving)) {
      swap();
    }
  }

  private synchronized void swap() throws IOException {
    building.commit();
    building.refresh();
    Generation old = serving;
    serving = building;
    old.abandon();
    dropOthers();
    LOG.log(System.Logger.Level.INFO, "index of newer decoders took over");
  }

  @Override
  public synchronized void refresh() throws IOException {
    building.refresh();
    refreshes.lock();
    try {
      refreshed.signalAll();
    } finally {
      refreshes.unlock();
    }
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // whoever waits looks again afterwards: waking early is fine
  public void awaitRefresh(Duration wait) throws InterruptedException {
    refreshes.lock();
    try {
      if (refreshed.awaitNanos(wait.toNanos()) > 0) {
        return;
      }
    } finally {
      refreshes.unlock();
    }
  }

  /** Whether {@link #refresh} has something to do. */
  boolean isDirty() {
    return building.isDirty();
  }

  /** Makes durable what was added, so that opening goes on behind it. */
  synchronized void commit() throws IOException {
    building.commit();
  }

  @Override
  public void expire(Position oldest) throws IOException {
    building.expire(oldest);
  }

  @Override
  public Snapshot snapshot() throws IOException {
    while (true) {
      Generation generation = serving;
      try {
        return generation.snapshot();
      } catch (IOException e) {
        if (generation == serving) {
          throw e;
        }
      }
    }
  }

  @Override
  public void suspect() {
    suspect = true;
  }

  /** Whether its files are all there and nobody met damage in them. */
  boolean isSound() throws IOException {
    return !suspect && building.complete();
  }

  /**
   * Reads everything and compares checksums.
   *
   * @throws IOException naming what is damaged
   */
  void check() throws IOException {
    building.check();
  }

  /** Throws everything away and begins anew: {@link #next} is 0 everywhere. */
  synchronized void rebuild() throws IOException {
    suspect = false;
    Generation old = serving;
    abandon(building);
    if (old != building) {
      abandon(old);
    }
    dropOthers();
    delete(current);
    building = Generation.open(current, journal);
    serving = building;
  }

  private static void abandon(Generation generation) {
    try {
      generation.abandon();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "broken index did not close: " + e.getMessage());
    }
  }

  @Override
  public synchronized void close() throws IOException {
    Generation old = serving;
    try {
      building.close();
    } finally {
      if (old != building) {
        old.abandon();
      }
    }
  }

  /** Where the directories are. */
  Path home() {
    return home;
  }
}
