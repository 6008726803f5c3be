/**
 * Cuts files and pipes into events and batches for {@code belfry emit}, in bounded memory. Knows
 * nothing of sockets. Start with {@link belfry.cli.emit.Elements}.
 */
@NullMarked
package belfry.cli.emit;

import org.jspecify.annotations.NullMarked;
