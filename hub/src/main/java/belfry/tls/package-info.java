/**
 * Keys and certificates: as PEM, in files, and made by ourselves; and what a server shows of them.
 * Knows nothing of HTTP, nor of whom to believe. Start with {@link belfry.tls.Identity}.
 */
@NullMarked
package belfry.tls;

import org.jspecify.annotations.NullMarked;
