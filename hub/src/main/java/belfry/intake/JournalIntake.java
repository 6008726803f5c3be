package belfry.intake;

import static java.util.Objects.requireNonNull;

import belfry.format.Dialect;
import belfry.format.Dialects;
import belfry.format.Raw;
import belfry.intake.Admission.Decision;
import belfry.intake.Receipt.Why;
import belfry.journal.Busy;
import belfry.journal.Journal;
import belfry.metrics.Metrics;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * The write path into a journal.
 *
 * <p>Design: everything that can be done for one item alone (decode, rights, masking, hashes) is
 * done on the caller's thread, without a lock. Then the whole call asks the duplicate window once,
 * appends what is new in one piece, and waits for the disk; callers meet only in the journal's
 * group commit.
 */
public final class JournalIntake implements Intake, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(JournalIntake.class.getName());

  /** After so many accepted events the duplicate window is saved. */
  static final long SAVE_EVERY = 1 << 18;

  private final Journal journal;
  private final Dialects dialects;
  private final IntakeSettings settings;
  private final Duplicates duplicates;
  private final QuotaBuckets buckets;
  private final Counts counts;
  private final AtomicLong unsaved = new AtomicLong();
  private final AtomicBoolean saving = new AtomicBoolean();

  private JournalIntake(
      Journal journal,
      Dialects dialects,
      IntakeSettings settings,
      Duplicates duplicates,
      Metrics metrics) {
    this.journal = journal;
    this.dialects = dialects;
    this.settings = settings;
    this.duplicates = duplicates;
    this.buckets = new QuotaBuckets(settings.quotas(), System::nanoTime);
    this.counts = new Counts(metrics);
  }

  /**
   * Takes the journal's newest entries into the duplicate window, from its file as far as that is
   * good, then from the journal.
   *
   * @param random for the secret of the window's hashes
   * @throws IOException if the journal cannot be read
   */
  public static JournalIntake open(
      Journal journal,
      Dialects dialects,
      IntakeSettings settings,
      RandomGenerator random,
      Metrics metrics)
      throws IOException {
    requireNonNull(dialects, "dialects");
    Duplicates duplicates = Recall.open(journal, settings.windowFile(), random);
    return new JournalIntake(journal, dialects, settings, duplicates, metrics);
  }

  @Override
  public Receipt accept(Terms terms, List<Raw> items) throws Busy, IOException {
    Dialect dialect =
        dialects
            .find(terms.format())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "format: "
                            + terms.format()
                            + " (expected: one of "
                            + dialects.names()
                            + ")"));
    long bytes = 0;
    for (Raw item : items) {
      bytes += item.bytes().size();
    }
    counts.received(terms.format(), items.size(), bytes);
    boolean answered = false;
    try {
      Receipt receipt = taken(terms, dialect, items);
      counts.answered(terms.format(), receipt);
      answered = true;
      saveNowAndThen(receipt.accepted());
      return receipt;
    } finally {
      if (!answered) {
        counts.turnedAway(terms.format(), items.size());
      }
    }
  }

  private Receipt taken(Terms terms, Dialect dialect, List<Raw> raws) throws Busy, IOException {
    var answers = new Receipt.Item[raws.size()];
    var items = new ArrayList<Item>(raws.size());
    var admission = new Admission(terms, dialect.decoder(), settings, counts);
    for (int i = 0; i < answers.length; i++) {
      switch (admission.decide(raws.get(i))) {
        case Decision.Refuse(var reason) -> answers[i] = reason;
        case Decision.Let(var event) ->
            items.add(new Item(i, event, duplicates.key(event), duplicates.content(event)));
      }
    }
    if (!terms.atomic() || items.size() == answers.length) {
      buckets.charge(terms.identity(), items);
      new Commit(journal, duplicates, terms, answers).run(items);
    }
    return receipt(terms, answers);
  }

  private static Receipt receipt(Terms terms, Receipt.Item[] answers) {
    boolean refused = false;
    for (Receipt.Item answer : answers) {
      refused |= answer instanceof Receipt.Refused;
    }
    if (terms.atomic() && refused) {
      for (int i = 0; i < answers.length; i++) {
        if (!(answers[i] instanceof Receipt.Refused)) {
          answers[i] =
              new Receipt.Refused(
                  Why.ABANDONED, "", 0, "another item of the batch was refused, so none was taken");
        }
      }
    }
    return new Receipt(List.of(answers));
  }

  /** So that a start after a crash has little to read; on a thread of its own, one at a time. */
  private void saveNowAndThen(long accepted) {
    if (unsaved.addAndGet(accepted) >= SAVE_EVERY && saving.compareAndSet(false, true)) {
      unsaved.set(0);
      Thread.ofPlatform()
          .daemon()
          .name("intake-save")
          .start(
              () -> {
                trySave();
                saving.set(false);
              });
    }
  }

  /** Saves the duplicate window, if there is a file for it. */
  synchronized void save() throws IOException {
    if (settings.windowFile().isPresent()) {
      WindowFile.write(settings.windowFile().get(), duplicates.content(journal.id()));
    }
  }

  private void trySave() {
    try {
      save();
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "duplicate window not saved, the next start reads the journal, error=" + e.getMessage());
    }
  }

  /** Saves the duplicate window; the journal stays open. */
  @Override
  public void close() {
    trySave();
  }
}
