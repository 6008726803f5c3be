/**
 * The shared reading of the journal: one {@code Feed} per partition reads and decodes each entry
 * once into a ring bounded by bytes, a {@code Router} wakes those who want it, and whoever falls
 * off the ring joins a catch-up scan. Knows nothing of sinks, sockets or the index. Start with
 * {@code Feed}.
 */
@NullMarked
package belfry.feed;

import org.jspecify.annotations.NullMarked;
