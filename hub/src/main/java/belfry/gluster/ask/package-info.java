/**
 * What the nodes of a Gluster cluster ask each other, and the test of a webhook that each of them
 * makes itself. Knows nothing of the files they share. Start with {@link
 * belfry.gluster.ask.Question}.
 */
@NullMarked
package belfry.gluster.ask;

import org.jspecify.annotations.NullMarked;
