/**
 * Listens to the events of LXD and Incus servers, over their unix socket or over TLS. Knows nothing
 * of what the events say but when they happened: that is {@code belfry.format.lxd}. Start with
 * {@link belfry.source.lxd.LxdSource}.
 */
@NullMarked
package belfry.source.lxd;

import org.jspecify.annotations.NullMarked;
