/**
 * The one filter language and the rights of a caller, both as predicates over {@link
 * belfry.filter.Facts}. Knows nothing of journals, indexes or protocols; start with {@link
 * belfry.filter.Filter}.
 */
@NullMarked
package belfry.filter;

import org.jspecify.annotations.NullMarked;
