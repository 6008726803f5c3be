package belfry.index;

import belfry.event.JournalId;
import belfry.event.Position;
import belfry.feed.Reading;
import belfry.os.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.FSDirectory;

/**
 * One Lucene directory: what was added since it was made or last opened.
 *
 * <p>Nothing is stored but what searches need: no bodies. Documents are sorted by their places and
 * only neighbouring segments are merged, so with one partition each segment is a stretch of time.
 * How far it goes is read from the documents themselves, so that adding twice is adding once; a
 * commit carries the journal's id, and the next offsets for when retention took the documents.
 *
 * <p>One thread adds, another one may refresh and commit meanwhile; any number read.
 */
final class Generation implements AutoCloseable {
  /** A refresh after so many entries commits: about what has to be read again after a crash. */
  static final int COMMIT_ENTRIES = 200_000;

  private static final double BUFFER_MEGABYTES = 64;
  private static final double MERGE_MEGABYTES_MAX = 2048;
  private static final String JOURNAL = "journal";
  private static final String NEXT = "next.";

  private static final Sort BY_PLACE =
      new Sort(
          new SortField(Leaf.RECORDED, SortField.Type.LONG),
          new SortField(Leaf.PARTITION, SortField.Type.LONG),
          new SortField(Leaf.OFFSET, SortField.Type.LONG));

  private final Path home;
  private final JournalId journal;
  private final FSDirectory directory;
  private final IndexWriter writer;
  private final Documents documents = new Documents();
  private final TreeMap<Integer, Long> next = new TreeMap<>();
  private final AtomicLong uncommitted = new AtomicLong();
  private volatile boolean dirty;
  private volatile LuceneSnapshot.State searchable;

  private Generation(Path home, JournalId journal) throws IOException {
    this.home = home;
    this.journal = journal;
    directory = FSDirectory.open(home);
    try {
      writer = new IndexWriter(directory, configuration());
      try {
        readCommit();
        searchable = LuceneSnapshot.State.of(DirectoryReader.open(writer), next);
        next.putAll(searchable.next());
      } catch (IOException | RuntimeException e) {
        writer.rollback();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Opens what is in a directory, or makes an empty index in it.
   *
   * @throws IOException if it is damaged, of another Lucene, or of another journal
   */
  static Generation open(Path home, JournalId journal) throws IOException {
    Files.createDirectories(home);
    try {
      return new Generation(home, journal);
    } catch (IllegalArgumentException e) {
      // Lucene's way to say that the segments were sorted otherwise.
      throw new CorruptIndexException("not made by this layout", home.toString(), e);
    }
  }

  private static IndexWriterConfig configuration() {
    var policy = new LogByteSizeMergePolicy();
    policy.setMaxMergeMB(MERGE_MEGABYTES_MAX);
    policy.setNoCFSRatio(0);
    var scheduler = new Merging();
    scheduler.setMaxMergesAndThreads(6, 1);
    return new IndexWriterConfig()
        .setRAMBufferSizeMB(BUFFER_MEGABYTES)
        .setUseCompoundFile(false)
        .setMergePolicy(policy)
        .setMergeScheduler(scheduler)
        .setIndexSort(BY_PLACE)
        .setCommitOnClose(false);
  }

  /** Merges where others do not want to run. */
  private static final class Merging extends ConcurrentMergeScheduler {
    @Override
    protected void doMerge(MergeSource source, MergePolicy.OneMerge merge) throws IOException {
      Priority.HOUSEKEEPING.take();
      super.doMerge(source, merge);
    }
  }

  private void readCommit() throws IOException {
    Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
    if (data == null) {
      return;
    }
    for (Map.Entry<String, String> entry : data) {
      String key = entry.getKey();
      if (key.startsWith(NEXT)) {
        next.put(Integer.valueOf(key.substring(NEXT.length())), Long.valueOf(entry.getValue()));
      } else if (key.equals(JOURNAL) && !entry.getValue().equals(journal.toString())) {
        throw new IOException(
            "index " + home + ": of " + entry.getValue() + " (expected: of " + journal + ")");
      }
    }
  }

  Path home() {
    return home;
  }

  long next(int partition) {
    return next.getOrDefault(partition, 0L);
  }

  /** The first offset not added, by partition. */
  SortedMap<Integer, Long> next() {
    return Collections.unmodifiableSortedMap(next);
  }

  void add(List<Reading> readings) throws IOException {
    for (Reading reading : readings) {
      Position position = reading.entry().position();
      if (position.offset() >= next(position.partition())) {
        writer.addDocument(documents.of(reading));
        next.put(position.partition(), position.offset() + 1);
        uncommitted.incrementAndGet();
        dirty = true;
      }
    }
  }

  /** Whether something was added or expired that searches do not know yet. */
  boolean isDirty() {
    return dirty;
  }

  /** Lets searches see what was added before; perhaps also some of what is being added. */
  synchronized void refresh() throws IOException {
    if (!dirty) {
      return;
    }
    dirty = false;
    LuceneSnapshot.State old = searchable;
    DirectoryReader changed = DirectoryReader.openIfChanged(old.reader(), writer);
    if (changed != null) {
      searchable = LuceneSnapshot.State.of(changed, old.next());
      old.reader().decRef();
    }
    if (uncommitted.get() >= COMMIT_ENTRIES) {
      commit();
    }
  }

  /** Makes durable what was added, so that opening goes on behind it. */
  synchronized void commit() throws IOException {
    long committed = uncommitted.get();
    if (committed == 0) {
      return;
    }
    var data = new HashMap<String, String>();
    data.put(JOURNAL, journal.toString());
    searchable
        .next()
        .forEach((partition, offset) -> data.put(NEXT + partition, Long.toString(offset)));
    writer.setLiveCommitData(data.entrySet());
    writer.commit();
    uncommitted.addAndGet(-committed);
  }

  void expire(Position oldest) throws IOException {
    writer.deleteDocuments(
        new BooleanQuery.Builder()
            .add(
                NumericDocValuesField.newSlowExactQuery(Leaf.PARTITION, oldest.partition()),
                Occur.FILTER)
            .add(
                NumericDocValuesField.newSlowRangeQuery(Leaf.OFFSET, 0, oldest.offset() - 1),
                Occur.FILTER)
            .build());
    uncommitted.incrementAndGet();
    dirty = true;
  }

  /** Readers that take one now see the same until they close it. */
  LuceneSnapshot snapshot() throws IOException {
    while (true) {
      LuceneSnapshot.State state = searchable;
      if (state.reader().tryIncRef()) {
        return new LuceneSnapshot(state);
      }
      if (state.equals(searchable)) {
        throw new IOException("index " + home + ": closed (expected: open)");
      }
    }
  }

  /**
   * Reads every byte of what is searchable and compares the checksums.
   *
   * @throws CorruptIndexException naming the file that is damaged
   */
  void check() throws IOException {
    try (LuceneSnapshot snapshot = snapshot()) {
      for (LeafReaderContext leaf : snapshot.leaves()) {
        leaf.reader().checkIntegrity();
      }
    }
  }

  /** Whether the files of what is searchable are all there: somebody may have deleted some. */
  boolean complete() throws IOException {
    try (LuceneSnapshot snapshot = snapshot()) {
      return Files.isDirectory(home) && snapshot.files(home).allMatch(Files::exists);
    }
  }

  /** Closes without a commit, leaving the last one. */
  synchronized void abandon() throws IOException {
    try {
      searchable.reader().decRef();
      writer.rollback();
    } finally {
      directory.close();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      commit();
    } finally {
      abandon();
    }
  }
}
