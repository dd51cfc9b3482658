/** Ranges of activations, found by running the model on calibration samples. */
@NullMarked
package dev.touchstone.recipes.calibration;

import org.jspecify.annotations.NullMarked;
