/** Every recipe step that needs no training. */
@NullMarked
package dev.touchstone.recipes.steps;

import org.jspecify.annotations.NullMarked;
