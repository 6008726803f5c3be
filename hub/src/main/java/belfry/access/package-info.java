/**
 * Who is calling and what they may do: callers, their roles and projects, the tokens of callers
 * over TCP. Turns a caller into the {@link belfry.filter.View} it reads with and the {@link
 * belfry.intake.Terms} it is let in with. Knows nothing of HTTP. Start with {@link
 * belfry.access.Caller}.
 */
@NullMarked
package belfry.access;

import org.jspecify.annotations.NullMarked;
