/**
 * Entries to Loki, as the forwarder of LXD sends them: labels, lines, and pushes by HTTP. Knows
 * nothing of retries. Start at {@link belfry.sink.loki.LokiKind}.
 *
 * <pre>
 *  entry ─▶ Scribe ─▶ Item ─▶ Push ─▶ LokiSink ─ POST ─▶ Loki
 *           labels, line    streams
 * </pre>
 */
@NullMarked
package belfry.sink.loki;

import org.jspecify.annotations.NullMarked;
