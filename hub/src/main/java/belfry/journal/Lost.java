package belfry.journal;

/**
 * Offsets of a segment that cannot be read.
 *
 * @param first the first of them
 * @param end the offset after the last; equal to {@code first} if only bytes without an entry are
 *     concerned
 * @param position where in the file
 * @param bytes how many; 0 if the bytes are no longer in this file
 * @param reason what was found
 */
record Lost(long first, long end, long position, long bytes, String reason) {}
