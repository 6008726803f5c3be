/**
 * Entries as lines of a file on this machine. Knows nothing of networks. Start at {@link
 * belfry.sink.file.FileKind}.
 */
@NullMarked
package belfry.sink.file;

import org.jspecify.annotations.NullMarked;
