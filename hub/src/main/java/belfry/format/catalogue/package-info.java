/**
 * The types of event that the systems are known to send, with what they mean and what their data
 * look like. Unknown types are kept all the same; nothing is refused for not being here. Start with
 * {@link belfry.format.catalogue.Catalogue}.
 */
@NullMarked
package belfry.format.catalogue;

import org.jspecify.annotations.NullMarked;
