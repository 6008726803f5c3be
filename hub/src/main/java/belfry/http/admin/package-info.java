/**
 * What an operator asks: health, metrics, error pages, tokens. Start with {@link
 * belfry.http.admin.WatchRoutes}.
 */
@NullMarked
package belfry.http.admin;

import org.jspecify.annotations.NullMarked;
