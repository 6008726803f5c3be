/** Tests of the commands for subscriptions, against a hub that says what a test tells it to. */
@NullMarked
package belfry.cli.subscription;

import org.jspecify.annotations.NullMarked;
