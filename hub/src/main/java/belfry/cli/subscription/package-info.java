/**
 * What can be done with subscriptions, and with those that are webhooks in short. Each command is
 * one conversation over {@link belfry.cli.subscription.Subscriptions}; a document is made of
 * options in a {@link belfry.cli.subscription.Draft} or of a text by {@link
 * belfry.cli.subscription.DocumentText}. Start with {@link
 * belfry.cli.subscription.SubscriptionGroup}.
 */
@NullMarked
package belfry.cli.subscription;

import org.jspecify.annotations.NullMarked;
