/**
 * Where entries can go: the contract of a destination and one package for each kind. Knows nothing
 * of subscriptions, positions or retries. Start at {@link belfry.sink.Sink}; {@link
 * belfry.sink.SinkKind} is how settings become one.
 */
@NullMarked
package belfry.sink;

import org.jspecify.annotations.NullMarked;
