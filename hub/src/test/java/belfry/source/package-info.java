@NullMarked
package belfry.source;

import org.jspecify.annotations.NullMarked;
