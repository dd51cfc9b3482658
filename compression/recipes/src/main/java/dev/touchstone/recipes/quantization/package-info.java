/** Where quantization is placed in a graph, its numbers, and how both are written down. */
@NullMarked
package dev.touchstone.recipes.quantization;

import org.jspecify.annotations.NullMarked;
