/**
 * What an operator can set: the list of settings, and how file, environment and flags become one
 * set of values. Knows nothing of what the values are used for. Start with {@link
 * belfry.settings.Setting}.
 */
@NullMarked
package belfry.settings;

import org.jspecify.annotations.NullMarked;
