/**
 * The truth: an append-only log of events that is on disk before anybody is told so. Knows nothing
 * of formats, readers or sinks. {@link belfry.journal.Journal} is the contract, {@code FileJournal}
 * the one that keeps it on one machine; the bytes are described in {@code docs/formats/journal.md}.
 */
@NullMarked
package belfry.journal;

import org.jspecify.annotations.NullMarked;
