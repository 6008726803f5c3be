/**
 * Conversations that bring bytes in, and the one loop that runs them again. Knows nothing of what
 * becomes of an event after intake took it. Start with {@link belfry.source.Source}, then {@link
 * belfry.source.Supervisor}.
 */
@NullMarked
package belfry.source;

import org.jspecify.annotations.NullMarked;
