/**
 * Entries by HTTP POST: bodies, signatures, credentials, and what an answer means. Knows nothing of
 * retries. Start at {@link belfry.sink.webhook.WebhookKind}.
 */
@NullMarked
package belfry.sink.webhook;

import org.jspecify.annotations.NullMarked;
