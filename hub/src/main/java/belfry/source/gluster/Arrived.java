package belfry.source.gluster;

import belfry.event.Payload;
import java.net.InetSocketAddress;
import java.time.Instant;

/** A datagram as it was read. */
record Arrived(Payload bytes, InetSocketAddress from, Instant received) {}
