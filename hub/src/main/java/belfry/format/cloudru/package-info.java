/**
 * Cloud.ru's audit record, in camelCase and snake_case, and the records that its client bulk
 * interface takes; the record that every other dialect is projected to. Knows no HTTP. Start with
 * {@link belfry.format.cloudru.CloudruDialect}.
 */
@NullMarked
package belfry.format.cloudru;

import org.jspecify.annotations.NullMarked;
