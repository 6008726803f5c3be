/** Fakes, generators and contract kits that the tests of several packages share. */
@NullMarked
package belfry.testing;

import org.jspecify.annotations.NullMarked;
