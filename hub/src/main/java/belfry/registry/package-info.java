/**
 * Named documents that change by compare-and-set: settings, subscriptions, identities. Each change
 * is one event of the control journal, which is the truth; what is in memory and in the snapshot
 * file is read from it. Knows nothing of what the documents mean, nor of events other than its own.
 * {@link belfry.registry.Registry} is the contract; secrets inside documents are sealed by {@code
 * belfry.registry.vault}.
 */
@NullMarked
package belfry.registry;

import org.jspecify.annotations.NullMarked;
