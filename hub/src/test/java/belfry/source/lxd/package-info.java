@NullMarked
package belfry.source.lxd;

import org.jspecify.annotations.NullMarked;
