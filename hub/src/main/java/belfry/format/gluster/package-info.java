/**
 * The Events APIs of Gluster: the datagram a node sends to its daemon, and the JSON the daemon
 * posts to webhooks. Facts: {@code docs/systems/gluster.md}. Start with {@link
 * belfry.format.gluster.GlusterDialect}.
 */
@NullMarked
package belfry.format.gluster;

import org.jspecify.annotations.NullMarked;
