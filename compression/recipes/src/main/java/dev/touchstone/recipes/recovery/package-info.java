/** Accuracy that quantization lost, won back without labels and without training. */
@NullMarked
package dev.touchstone.recipes.recovery;

import org.jspecify.annotations.NullMarked;
