/** Floats of 32 bits to 16 bits, computed with or only stored. */
@NullMarked
package dev.touchstone.recipes.conversion;

import org.jspecify.annotations.NullMarked;
