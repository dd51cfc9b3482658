/** Differentiable execution of ONNX graphs on libtorch, and what is trained with it. */
@NullMarked
package dev.touchstone.training;

import org.jspecify.annotations.NullMarked;
