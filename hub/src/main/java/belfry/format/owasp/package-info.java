/**
 * Security events in the words of OWASP's logging vocabulary, as LXD's forwarder writes them.
 * Facts: {@code docs/systems/lxd.md}. Start with {@link belfry.format.owasp.OwaspForm}.
 */
@NullMarked
package belfry.format.owasp;

import org.jspecify.annotations.NullMarked;
