/**
 * A small HTTP/1.1 client over unix sockets and TCP: what short commands need and no more, because
 * the JDK's client triples their start. Knows nothing of events or commands. Start with {@link
 * belfry.cli.wire.HubClient}.
 */
@NullMarked
package belfry.cli.wire;

import org.jspecify.annotations.NullMarked;
