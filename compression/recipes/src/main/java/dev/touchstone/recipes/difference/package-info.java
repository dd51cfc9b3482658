/** Where two models that should do the same part ways. */
@NullMarked
package dev.touchstone.recipes.difference;

import org.jspecify.annotations.NullMarked;
