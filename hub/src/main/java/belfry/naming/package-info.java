/** Names that people type: what was probably meant. */
@NullMarked
package belfry.naming;

import org.jspecify.annotations.NullMarked;
