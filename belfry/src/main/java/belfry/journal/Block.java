package belfry.journal;

/**
 * A plain block in memory. The array is never written to again: payloads of entries are slices of
 * it.
 *
 * @param from where the payload begins in {@code bytes}
 * @param to where it ends
 */
record Block(BlockHeader header, byte[] bytes, int from, int to) {}
