/**
 * Bytes as they are: what is kept of a peer that does not speak its protocol, and every event's
 * data unchanged. Start with {@link belfry.format.raw.RawDialect}.
 */
@NullMarked
package belfry.format.raw;

import org.jspecify.annotations.NullMarked;
