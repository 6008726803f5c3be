/**
 * Certificates of clients that the hub trusts, and the tokens with which more of them join: both
 * are documents of the registry. Knows nothing of HTTP and of TLS only what a certificate is. Start
 * with {@link belfry.access.trust.Certificates}.
 */
@NullMarked
package belfry.access.trust;

import org.jspecify.annotations.NullMarked;
