/**
 * Subscriptions: what goes to which destination, the retries, and what could not be delivered.
 * Knows sinks by their contract only, and neither HTTP nor settings.
 *
 * <pre>
 *  Feed ─ FeedReader ─▶ Dispatcher ── Step ◀─ Line (pure)      position + deferred set
 *        sleeps at the    │   lanes           │    ready, held keys, breaker, pace
 *        router           ▼                   ▼
 *                 Sink.deliver ─ Outcome ─▶ settle ─▶ Changes ─▶ DeliveryLog (journal, DELIVERY)
 *                                                 once a second, all subscriptions in one append
 * </pre>
 *
 * Start at {@code Line}, which decides; {@code Dispatch} is the way in.
 */
@NullMarked
package belfry.delivery;

import org.jspecify.annotations.NullMarked;
