/** Which layers can be quantized under a limit on the loss. */
@NullMarked
package dev.touchstone.recipes.search;

import org.jspecify.annotations.NullMarked;
