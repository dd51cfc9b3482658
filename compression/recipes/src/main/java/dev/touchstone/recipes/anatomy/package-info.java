/** What a model is made of and what it costs: operators, parameters, shapes, products, memory. */
@NullMarked
package dev.touchstone.recipes.anatomy;

import org.jspecify.annotations.NullMarked;
