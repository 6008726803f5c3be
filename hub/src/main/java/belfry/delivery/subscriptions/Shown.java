package belfry.delivery.subscriptions;

import belfry.event.Payload;

/**
 * A subscription as people see it.
 *
 * @param name its name
 * @param version of its last change; for compare-and-set
 * @param document a JSON object, with secrets masked
 */
public record Shown(String name, long version, Payload document) {}
