/**
 * {@code /1.0/subscriptions}: what goes to which destination, and how that is going. Start with
 * {@link belfry.http.subscriptions.SubscriptionRoutes}.
 */
@NullMarked
package belfry.http.subscriptions;

import org.jspecify.annotations.NullMarked;
