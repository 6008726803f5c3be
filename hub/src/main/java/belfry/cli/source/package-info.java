/** How events come in, as an operator asks. Start with {@link belfry.cli.source.SourceGroup}. */
@NullMarked
package belfry.cli.source;

import org.jspecify.annotations.NullMarked;
