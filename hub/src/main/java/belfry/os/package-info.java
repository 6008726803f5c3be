/**
 * Calls of the operating system that Java has no words for, by the foreign function interface. Each
 * says what happens where the system has no such call. Knows nothing of Belfry.
 */
@NullMarked
package belfry.os;

import org.jspecify.annotations.NullMarked;
