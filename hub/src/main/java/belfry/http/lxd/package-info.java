/**
 * What LXD's clients ask a server before they listen: {@code GET /}, {@code GET /1.0}, projects.
 * Start with {@link belfry.http.lxd.ServerRoutes}.
 */
@NullMarked
package belfry.http.lxd;

import org.jspecify.annotations.NullMarked;
