/** Weights set to zero, and whole channels, heads, neurons and blocks taken out of a graph. */
@NullMarked
package dev.touchstone.recipes.pruning;

import org.jspecify.annotations.NullMarked;
