package belfry.cli.emit;

import belfry.event.Payload;

/**
 * One event's bytes and where they stood.
 *
 * @param line of its first byte, from 1
 */
public record Element(long line, Payload bytes) {}
