/** Tests of the hub in the place of Gluster's daemon for events. */
@NullMarked
package belfry.gluster;

import org.jspecify.annotations.NullMarked;
