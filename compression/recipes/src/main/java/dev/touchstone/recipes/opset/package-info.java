/** Moves models to newer versions of ONNX's operator set. */
@NullMarked
package dev.touchstone.recipes.opset;

import org.jspecify.annotations.NullMarked;
