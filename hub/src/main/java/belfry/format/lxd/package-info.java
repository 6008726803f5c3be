/**
 * The events API of LXD and Incus: logging, operation, lifecycle, ovn, security, network-acl and
 * whatever comes next; and every foreign event as a lifecycle event. Facts: {@code
 * docs/systems/lxd.md}. Start with {@link belfry.format.lxd.LxdDialect}.
 */
@NullMarked
package belfry.format.lxd;

import org.jspecify.annotations.NullMarked;
