@NullMarked
package belfry.source.gluster;

import org.jspecify.annotations.NullMarked;
