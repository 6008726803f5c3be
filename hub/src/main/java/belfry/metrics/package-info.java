/**
 * Counts and gauges, and their Prometheus text. Knows nothing of what is counted. Count before you
 * log.
 */
@NullMarked
package belfry.metrics;

import org.jspecify.annotations.NullMarked;
