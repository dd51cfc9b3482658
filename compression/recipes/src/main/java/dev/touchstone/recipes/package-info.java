/** Candidates and the recipes that make them. */
@NullMarked
package dev.touchstone.recipes;

import org.jspecify.annotations.NullMarked;
