/**
 * The hub put together: what there is of each kind is a list here, and {@code Belfry} wires it,
 * straight down in the order of the data. The only place that constructs adapters or asks the
 * clock.
 */
@NullMarked
package belfry;

import org.jspecify.annotations.NullMarked;
