package belfry.registry;

import belfry.event.Cursor;
import belfry.event.InvalidCursor;
import belfry.event.Origin;
import belfry.event.Payload;
import belfry.journal.Busy;
import belfry.journal.Expired;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Named JSON documents in collections, changed by compare-and-set. Every change gets a version that
 * is greater than any given out before, in any collection, and that is never given out again, even
 * if the document was deleted and made anew. Thread-safe; reading never waits for the disk.
 */
public interface Registry {
  /** Largest document, in bytes. */
  int DOCUMENT_BYTES_MAX = 256 * 1024;

  /** Most objects and arrays of a document that are inside each other. */
  int DEPTH_MAX = 64;

  /** Most items of one collection. */
  int ITEMS_MAX = 100_000;

  /** All documents together, in bytes: they are kept in memory. */
  long BYTES_MAX = 256L << 20;

  /** The version of what does not exist. */
  long NONE = 0;

  /** What has this key now. */
  Optional<Item> get(Key key);

  /** Everything in a collection, as it is at one moment, sorted by name. */
  List<Item> list(String collection);

  /**
   * Makes or replaces a document. On return it is on disk and seen by everybody.
   *
   * @param expectedVersion what is to be replaced; {@link #NONE} if there must be nothing yet
   * @param document a JSON object of at most {@link #DOCUMENT_BYTES_MAX} bytes; kept byte by byte
   * @param by who does it, and how they came; the principal is what an auditor will look for
   * @throws VersionConflict if something else is there; nothing was changed
   * @throws Refused if the document has not its shape, or there are too many
   * @throws Busy if too much waits to be written; nothing was changed, try again later
   * @throws IOException if it could not be made durable. Whether it will be there after a restart
   *     is unknown, unless it is {@code DiskFull}: then it will not
   */
  Item put(Key key, long expectedVersion, Payload document, Origin by)
      throws IOException, Busy, Refused, VersionConflict;

  /**
   * Takes a document away. Errors are those of {@link #put}; deleting what does not exist is a
   * conflict too.
   *
   * @return the version of this change
   */
  long delete(Key key, long expectedVersion, Origin by) throws IOException, Busy, VersionConflict;

  /**
   * The changes of one collection from now on. What was done before this returns is seen by {@link
   * #list}, what is done after it by the reader, so a view is made by watching first and listing
   * then; versions tell what is seen twice.
   */
  Changes watch(String collection) throws IOException;

  /**
   * All changes there ever were and will be.
   *
   * @throws Expired if the journal was told to forget some
   */
  Changes changes() throws IOException, Expired;

  /**
   * All changes after those that another reader has read.
   *
   * @param from what {@link Changes#next} said
   * @throws InvalidCursor if it was given out by another journal, or by this one before it was
   *     restored from a backup: changes that were told may be gone, so begin anew
   * @throws Expired if the journal was told to forget some since
   */
  Changes changes(Cursor from) throws IOException, Expired, InvalidCursor;

  /**
   * Checks that something can be a document.
   *
   * @return it, in an array of its own if it was a small piece of a large one
   * @throws Refused if it is not one JSON object without duplicate members in UTF-8, or too large
   *     or too deep. The text says where, and nothing of what is in it
   */
  static Payload checked(Payload document) throws Refused {
    return DocumentCheck.checked(document);
  }
}
