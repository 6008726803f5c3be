/**
 * Live readers that are forgotten when they leave: a position, a filter and a view. Knows nothing
 * of sockets; {@code http} writes what a {@link belfry.tail.Tail} hands out.
 */
@NullMarked
package belfry.tail;

import org.jspecify.annotations.NullMarked;
