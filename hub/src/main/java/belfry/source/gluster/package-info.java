/**
 * Listens for the datagrams that glusterd, bricks, clients and the command line send to
 * glustereventsd, in its place. Knows nothing of what they say: that is {@code
 * belfry.format.gluster}. Start with {@link belfry.source.gluster.GlusterSource}.
 */
@NullMarked
package belfry.source.gluster;

import org.jspecify.annotations.NullMarked;
