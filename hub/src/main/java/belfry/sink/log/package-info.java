/** Entries as lines of the hub's log. Start at {@link belfry.sink.log.LogKind}. */
@NullMarked
package belfry.sink.log;

import org.jspecify.annotations.NullMarked;
