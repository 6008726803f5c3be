/**
 * Belfry beside its peers: load generators, the runs, and the table they print. Talks to a hub
 * started by its launcher, over its sockets, like any client. Start with {@link belfry.bench.Bench}.
 */
package belfry.bench;
