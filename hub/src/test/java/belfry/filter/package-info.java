@NullMarked
package belfry.filter;

import org.jspecify.annotations.NullMarked;
