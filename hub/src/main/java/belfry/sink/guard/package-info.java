/**
 * Which addresses the hub may connect to for a user. Knows nothing of sinks, names or sockets.
 * Start at {@link belfry.sink.guard.Guard}.
 */
@NullMarked
package belfry.sink.guard;

import org.jspecify.annotations.NullMarked;
