/**
 * CloudEvents 1.0.2: the JSON format, the elements of a batch, and binary mode, where the
 * attributes came beside the data. Knows no transport: whoever took the bytes decoded the headers.
 * Start with {@link belfry.format.cloudevents.CloudEventsDialect}.
 */
@NullMarked
package belfry.format.cloudevents;

import org.jspecify.annotations.NullMarked;
