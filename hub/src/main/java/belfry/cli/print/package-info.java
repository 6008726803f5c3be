/**
 * How events look on a terminal and in a pipe: as the stock LXD client prints them, as a table, as
 * bars. Pure: texts from values. Knows nothing of sockets or options.
 */
@NullMarked
package belfry.cli.print;

import org.jspecify.annotations.NullMarked;
