/** Which step of a recipe costs what. */
@NullMarked
package dev.touchstone.runner.explain;

import org.jspecify.annotations.NullMarked;
