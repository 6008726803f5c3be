@NullMarked
package belfry.net;

import org.jspecify.annotations.NullMarked;
