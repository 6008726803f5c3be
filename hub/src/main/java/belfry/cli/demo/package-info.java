/**
 * The demo's player: recorded events of real systems, with fresh times, sent to a hub as any client
 * would. Knows nothing of how a hub is started. Start with {@link belfry.cli.demo.Demo}.
 */
@NullMarked
package belfry.cli.demo;

import org.jspecify.annotations.NullMarked;
