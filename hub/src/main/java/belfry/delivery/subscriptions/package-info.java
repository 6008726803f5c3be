/**
 * Subscriptions as documents: what people write, read and change, kept in the registry, and how
 * {@link belfry.delivery.Dispatch} comes to follow it. Knows nothing of HTTP, nor of how delivery
 * is done. {@link belfry.delivery.subscriptions.Subscriptions} is the entry.
 *
 * <pre>
 *  create, replace … ─▶ Subscriptions ─ sealed ─▶ Registry ─ watch ─▶ Follower ─▶ Dispatch
 *                            │                                          │
 *                            └── checked by ──▶ Opener ◀── opened by ───┘
 *                                               document ─▶ Definition + Destination
 * </pre>
 */
@NullMarked
package belfry.delivery.subscriptions;

import org.jspecify.annotations.NullMarked;
