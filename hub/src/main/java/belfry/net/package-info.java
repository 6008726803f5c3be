/** IP addresses and networks, of both versions, without asking a resolver. */
@NullMarked
package belfry.net;

import org.jspecify.annotations.NullMarked;
