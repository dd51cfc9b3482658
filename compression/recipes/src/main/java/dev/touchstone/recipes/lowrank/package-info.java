/** Large matrices as products of two thin ones. */
@NullMarked
package dev.touchstone.recipes.lowrank;

import org.jspecify.annotations.NullMarked;
