/** What the nodes of a Gluster cluster ask each other, over HTTP. Knows nothing of webhooks. */
@NullMarked
package belfry.http.gluster;

import org.jspecify.annotations.NullMarked;
