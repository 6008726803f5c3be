/** Entries to nowhere. Start at {@link belfry.sink.noop.NoopKind}. */
@NullMarked
package belfry.sink.noop;

import org.jspecify.annotations.NullMarked;
