/**
 * This machine as a node of Gluster on which the hub is the daemon for events: what was the part of
 * {@code glustereventsd} beside taking datagrams and posting them. Knows nothing of HTTP, nor of
 * how webhooks are delivered to. {@link belfry.gluster.EventsDaemon} is the entry.
 *
 * <pre>
 *  webhooks.json ─┐                        ┌─▶ Deliveries (subscriptions of the hub)
 *                 ├─▶ Shared ◀─ Agreement ─┤
 *  config.json ───┘                        └─▶ what events.log holds ─▶ EventsLogWriter ◀─ journal
 * </pre>
 */
@NullMarked
package belfry.gluster;

import org.jspecify.annotations.NullMarked;
