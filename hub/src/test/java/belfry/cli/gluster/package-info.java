/** What {@code gluster-eventsapi} does, held against recordings and the real program. */
@NullMarked
package belfry.cli.gluster;

import org.jspecify.annotations.NullMarked;
