/** The inside of the hub as a whole, driven by a seed. */
@org.jspecify.annotations.NullMarked
package belfry.simulation;
