/** The commands for whom the hub trusts. Start with {@link belfry.cli.trust.TrustGroup}. */
@NullMarked
package belfry.cli.trust;

import org.jspecify.annotations.NullMarked;
