/** ONNX graphs: read, edit, write. */
@NullMarked
package dev.touchstone.recipes.onnx;

import org.jspecify.annotations.NullMarked;
