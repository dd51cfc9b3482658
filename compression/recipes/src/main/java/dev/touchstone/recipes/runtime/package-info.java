/** ONNX Runtime as the steps need it: types of tensors, values of tensors. */
@NullMarked
package dev.touchstone.recipes.runtime;

import org.jspecify.annotations.NullMarked;
