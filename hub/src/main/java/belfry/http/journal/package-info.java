/**
 * Reading what is kept: search, single events, histograms, the catalogue of known types. Start with
 * {@link belfry.http.journal.JournalRoutes}.
 */
@NullMarked
package belfry.http.journal;

import org.jspecify.annotations.NullMarked;
