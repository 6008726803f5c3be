/** Tests of the routes of trust. */
@NullMarked
package belfry.http.trust;

import org.jspecify.annotations.NullMarked;
