/**
 * What a command works with: the shell it was typed in, the hub it asks, how the hub answers and
 * how a command may fail. Knows no command. Start with {@link belfry.cli.shell.Shell}.
 */
@NullMarked
package belfry.cli.shell;

import org.jspecify.annotations.NullMarked;
