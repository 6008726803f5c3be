/**
 * {@code gluster-eventsapi} for the hub: the same commands, tables, texts and exit codes over the
 * same files. Knows Gluster's files and other nodes, nothing of the hub's journal or its server.
 * Start with {@link belfry.cli.gluster.EventsApi}.
 */
@NullMarked
package belfry.cli.gluster;

import org.jspecify.annotations.NullMarked;
