/**
 * The command line: one class per command, each talking HTTP to a running hub. Knows nothing of the
 * journal or the index; {@code serve} gets the hub handed in by the root package. Start with {@link
 * belfry.cli.Cli}.
 */
@NullMarked
package belfry.cli;

import org.jspecify.annotations.NullMarked;
