/** Tests of the commands for sources. */
@NullMarked
package belfry.cli.source;

import org.jspecify.annotations.NullMarked;
