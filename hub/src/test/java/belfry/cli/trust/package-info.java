/** Tests of the commands for trust. */
@NullMarked
package belfry.cli.trust;

import org.jspecify.annotations.NullMarked;
