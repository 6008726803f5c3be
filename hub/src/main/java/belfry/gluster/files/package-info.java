/**
 * What a node of Gluster shares with Gluster's own programs: where the files lie, webhooks and
 * settings in them, and the program that reaches glusterd. Start with {@link
 * belfry.gluster.files.Folders}.
 */
@NullMarked
package belfry.gluster.files;

import org.jspecify.annotations.NullMarked;
