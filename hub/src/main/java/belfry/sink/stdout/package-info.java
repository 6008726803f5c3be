/** Entries as lines on standard output. Start at {@link belfry.sink.stdout.StdoutKind}. */
@NullMarked
package belfry.sink.stdout;

import org.jspecify.annotations.NullMarked;
