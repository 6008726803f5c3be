/**
 * Events come in over HTTP: each dialect, CloudEvents' own binding, and Cloud.ru's bulk path. Finds
 * the items of a body, hands them to {@link belfry.intake.Intake}, and says what became of each.
 * Start with {@link belfry.http.ingest.IngestRoutes}.
 */
@NullMarked
package belfry.http.ingest;

import org.jspecify.annotations.NullMarked;
