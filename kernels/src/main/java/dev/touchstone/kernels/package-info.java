/**
 * What the silicon does: JMH benchmarks of operators at each precision, through the same recipes as
 * models.
 */
@NullMarked
package dev.touchstone.kernels;

import org.jspecify.annotations.NullMarked;
