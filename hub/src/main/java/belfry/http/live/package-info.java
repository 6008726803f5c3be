/**
 * {@code GET /1.0/events}: live events as LXD's WebSocket and as server-sent events. A listener is
 * a {@link belfry.tail.Tail} and a virtual thread that writes what the tail hands out. Start with
 * {@link belfry.http.live.LiveRoute}.
 */
@NullMarked
package belfry.http.live;

import org.jspecify.annotations.NullMarked;
