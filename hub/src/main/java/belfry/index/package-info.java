/**
 * Search: a disposable index fed from the journal, and the queries over it. Everybody reads their
 * writes, because a search scans the feed from where the index ends. Knows nothing of HTTP. Start
 * with {@link belfry.index.Index}.
 */
@NullMarked
package belfry.index;

import org.jspecify.annotations.NullMarked;
