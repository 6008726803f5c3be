/**
 * Secrets inside documents: sealed with a key that is beside the data, or kept elsewhere and named.
 * Knows nothing of journals, and of documents only where their secrets are. {@link
 * belfry.registry.vault.Vault} is the entry.
 */
@NullMarked
package belfry.registry.vault;

import org.jspecify.annotations.NullMarked;
