/** Tests of keys and certificates. */
@NullMarked
package belfry.tls;

import org.jspecify.annotations.NullMarked;
