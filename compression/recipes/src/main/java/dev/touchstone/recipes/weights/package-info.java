/** Weights in blocks of few bits: how levels are chosen, packed and written into graphs. */
@NullMarked
package dev.touchstone.recipes.weights;

import org.jspecify.annotations.NullMarked;
