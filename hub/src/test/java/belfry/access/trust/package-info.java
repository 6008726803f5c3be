/** Tests of whom the hub trusts. */
@NullMarked
package belfry.access.trust;

import org.jspecify.annotations.NullMarked;
