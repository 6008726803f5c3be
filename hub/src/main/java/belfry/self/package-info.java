/**
 * Belfry watches itself: its log, its lifecycle and what concerns its security become LXD events of
 * source {@code /belfry} and take the same way in as all others. Nothing here may feed itself.
 * Start with {@link belfry.self.OwnEvents}.
 */
@NullMarked
package belfry.self;

import org.jspecify.annotations.NullMarked;
