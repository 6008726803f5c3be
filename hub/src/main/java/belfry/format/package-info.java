/**
 * Dialects: bytes to events and back, pure functions without files, sockets, clocks or threads. One
 * sub-package per dialect; {@link belfry.format.Dialect} is what each of them offers, {@link
 * belfry.format.Dialects} the set of all.
 */
@NullMarked
package belfry.format;

import org.jspecify.annotations.NullMarked;
