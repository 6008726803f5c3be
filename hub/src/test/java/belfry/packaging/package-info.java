/** The service files, as far as a machine can try them without installing them. */
@NullMarked
package belfry.packaging;

import org.jspecify.annotations.NullMarked;
