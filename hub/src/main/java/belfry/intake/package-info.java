/**
 * The one way in: decode, check, mask, deduplicate, append. Knows nothing of the protocols that
 * bring the bytes. Start with {@link belfry.intake.Intake}.
 */
@NullMarked
package belfry.intake;

import org.jspecify.annotations.NullMarked;
