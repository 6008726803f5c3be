/**
 * A strict JSON scanner over bytes for the hot path: checks everything, copies nothing. Start with
 * {@link belfry.format.json.Json#parse}. Elsewhere (settings, API bodies) Jackson reads JSON.
 */
@NullMarked
package belfry.format.json;

import org.jspecify.annotations.NullMarked;
