/**
 * The event as Belfry keeps it, and where it stands in the journal. Knows nothing of journals,
 * formats, sources or sinks: start reading here, with {@link belfry.event.Event}.
 */
@NullMarked
package belfry.event;

import org.jspecify.annotations.NullMarked;
