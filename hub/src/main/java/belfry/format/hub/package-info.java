/**
 * The hub's own JSON of an entry: everything the journal knows about it in one object; and the
 * events that are about the journal itself. Start with {@link belfry.format.hub.HubDialect}.
 */
@NullMarked
package belfry.format.hub;

import org.jspecify.annotations.NullMarked;
