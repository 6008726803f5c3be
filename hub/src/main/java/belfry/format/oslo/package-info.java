/**
 * OpenStack notifications as oslo.messaging sends them: both envelopes, the context in the forms of
 * AMQP and of Kafka, and CADF payloads. Knows no broker. Start with {@link
 * belfry.format.oslo.OsloDialect}.
 */
@NullMarked
package belfry.format.oslo;

import org.jspecify.annotations.NullMarked;
