/** Reads what a machine consumes, from its own sensors or from the log of a meter. */
@NullMarked
package dev.touchstone.runner.power;

import org.jspecify.annotations.NullMarked;
