package belfry.delivery.subscriptions;

import belfry.sink.Outcome;
import java.time.Duration;

/**
 * What became of a test.
 *
 * @param took how long the attempt was
 */
public record Tried(Outcome outcome, Duration took) {}
