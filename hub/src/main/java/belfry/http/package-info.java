/**
 * The server: connections, who is calling, routing, the envelope and the error catalogue. Knows no
 * single route; those are in the sub-packages, each a list of {@link belfry.http.Endpoint}. Start
 * with {@link belfry.http.HttpServer}, then {@link belfry.http.Route}.
 */
@NullMarked
package belfry.http;

import org.jspecify.annotations.NullMarked;
