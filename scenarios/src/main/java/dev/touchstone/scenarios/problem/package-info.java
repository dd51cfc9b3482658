/** Mistakes of a file's author: located, collected, thrown once. */
@NullMarked
package dev.touchstone.scenarios.problem;

import org.jspecify.annotations.NullMarked;
