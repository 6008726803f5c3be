/**
 * A small HTTP/1.1 client that connects to checked addresses only. Knows nothing of events and
 * webhooks. Start at {@link belfry.sink.wire.GuardedClient}; why it is our own stands in {@code
 * docs/adr/0012-webhook-client.md}.
 */
@NullMarked
package belfry.sink.wire;

import org.jspecify.annotations.NullMarked;
