/**
 * Whom the hub trusts, as LXD's clients ask and tell it: certificates, and the tokens with which
 * more of them join. Start with {@link belfry.http.trust.CertificateRoutes}.
 */
@NullMarked
package belfry.http.trust;

import org.jspecify.annotations.NullMarked;
